"""Kinds of findings of files and values."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import Kind

KINDS: Final = (
    # ---- 1: files
    Kind(
        "E101",
        "文件不是 UTF-8 编码，看起来是 {value}。",
        "{mend}记事本请选编码“UTF-8”。",
        "The file is not UTF-8; GB18030 and UTF-16 are recognised by name.",
    ),
    Kind(
        "E102",
        "表头不对：{where}。",
        "第一行应为“{expected}”，顺序不变；后面的空列可以省略。",
        "The header is not the columns of the table, in order (optional last columns may be left out).",
    ),
    Kind(
        "E103",
        "这一行{what}。",
        "补齐或删去多余的逗号，空行请删去；内容里有英文逗号时，把整格用英文双引号括起来。",
        "A row is shorter or longer than the header.",
    ),
    Kind(
        "E104",
        "JSON 写法有误：{detail}。",
        "检查这一处的引号、逗号和括号；重复的字段只留一个。",
        "Broken JSON, a doubled key, or not the expected outermost form (a list of objects for a table).",
    ),
    Kind(
        "E105",
        "内容过大：{detail}。",
        "单个文件不超过 32 MB，单格不超过 10000 字；请检查是否放错了文件。",
        "A file or a field is larger than the bounds; it is refused, not loaded.",
    ),
    Kind(
        "E106",
        "CSV 写法有误：{detail}。",
        "检查这一行附近的英文双引号是否成对，单元格里不要换行。",
        "Broken CSV: an unclosed quote, a NUL byte, a line break within a field.",
    ),
    Kind(
        "E107",
        "缺少文件 {value}。",
        "在这个文件夹里补上它；格式见数据说明。",
        "A file that must be there is missing (county.json of a county, site.json).",
    ),
    Kind(
        "E108",
        "“{value}”是{what}，不能放在这里。",
        "只放数据文件：删去链接、临时文件和其他文件，文件名照数据说明书写。",
        "A link, a special file, or a file or folder that has no business under data/.",
    ),
    Kind(
        "E109",
        "文件夹“{value}”不是已知的区划代码。",
        "区县文件夹用 6 位区县代码命名，市、省的通告放在 4 位或 2 位代码的文件夹里。",
        "A folder under registers/ belongs to no known county, city or province.",
    ),
    Kind(
        "E110",
        "没有任何区县的名录。",
        "至少需要一个 registers/<6 位区县代码>/ 文件夹。",
        "There is no county at all: nothing is published rather than an empty register.",
    ),
    Kind(
        "E111",
        "{value} 与同名的 CSV 文件并存，无法判断以哪个为准。",
        "只保留其中一个。",
        "The same table stands there as CSV and as JSON.",
    ),
    Kind(
        "E112",
        "表头里“{value}”出现了不止一次。",
        "删去重复的列，或重复的表头行。",
        "A column name is doubled in the header, or the header line stands again among the rows.",
    ),
    Kind(
        "E113",
        "文件没有表头。",
        "第一行写列名“{expected}”。",
        "The file is empty, or its first line is already data.",
    ),
    Kind(
        "E114",
        "区划代码表没有按代码从小到大排列，或表头不是“code,name”，或名称后面还有别的内容。",
        "按官方代码表恢复这个文件；它不由区县修改。",
        "A file of divisions is not sorted by code (counties find their slice by halving), or has more cells.",
    ),
    Kind(
        "E115",
        "另有 {value} 行也不合格式，没有一一列出。",
        "先改好列出的各行（往往是同一个毛病），再检查一次。",
        "More than 200 rows of a file disagree with the schema: the rest is counted, not listed.",
    ),
    Kind(
        "E116",
        "方格布局不对：{what}。",
        "官方代码表里的每个区县各占一格，不重不漏，也不叠放；改好这个文件里的 code、column 和 row。",
        "A layout of tiles does not have each county of the official list once, or puts two at one place.",
    ),
    Kind(
        "E117",
        "这里有未解决的合并冲突。",
        "对照冲突标记上下两段，留下该留的内容，删去 <<<<<<<、=======、>>>>>>> 这几行；"
        "事件日志的两段都要留，再运行 wuyi renumber 重排序号。",
        "A mark that git leaves in a file where a merge could not decide.",
    ),
    Kind(
        "E118",
        "文件内容不是文字，看起来是{value}。",
        "取得真正的内容以后再提交：{mend}。",
        "The content of another kind of file: a workbook, a web page, a pointer of git-lfs, a PDF.",
    ),
    Kind(
        "E119",
        "表格的各列不是用英文逗号分开的：{what}。",
        "在 Excel 或 WPS 里打开，选“另存为”，类型选“CSV UTF-8（逗号分隔）”；第一行应为“{expected}”。",
        "A table whose cells are separated by semicolons, tabs or the like, or stand in one cell with their commas.",
    ),
    Kind(
        "E120",
        "文章的开头不对：{detail}。",
        "开头每行一个字段，只有 title、slug、description 和 date（公告才有），接着空一行，再写正文。",
        "The head of a text in content/: an unknown (template, save_as, status …), doubled, empty or missing key.",
    ),
    Kind(
        "E121",
        "“{value}”里有不能公布的字符：{hint}。",
        "删去这个字符，或改成应有的字；看不见的，删去前后几个字再重新输入。",
        "A text in content/ holds a character that no page may: invisible, a look-alike, or none at all.",
    ),
    Kind(
        "E122",
        "“{value}”不能公布：{detail}。",
        "改用 Markdown 写法：段落、标题、列表、表格、链接、强调、代码；不带脚本和样式。要原样显示，用反引号括起来。",
        "Markup or a link in content/ that is not on the list of what a page may hold (reading/content.py).",
    ),
    Kind(
        "E123",
        "文章过大或过于复杂：{detail}。",
        "把长文分成几篇；列表和引用少套几层，一段里少用些符号。",
        "A text in content/ is larger, deeper or denser in signs than texts are; it would stall the renderer.",
    ),
    Kind(
        "E124",
        "链接“{value}”打不开：{detail}。",
        "改成有的网址，或删去链接，只留文字。{expected}。",
        "A link of a text in content/ that leads to no page or file of this site, or is of a kind that no page has.",
    ),
    Kind(
        "E125",
        "文章的网址不能是“{value}”：{detail}。",
        "换一个 slug：如 how-it-works，没有别的文章用过，也不是 changes、schemes 这样名录自己的网址。",
        "The slug of a text in content/ is doubled, that of an address of the register, or of odd characters.",
    ),
    Kind(
        "E126",
        "“{value}”不会换成数字：{detail}。",
        "可以写的是：{expected}。",
        "A place for a total in a text of content/ that names none, or stands where none is filled in.",
    ),
    Kind(
        "E127",
        "缺少网页 {value}：每一页都有指向它的链接。",
        "补上这篇文章：开头写 title 和 slug: {expected}，空一行，再写正文。",
        "A page that the layout leads to (about, data, corrections) is written by no text of content/.",
    ),
    Kind(
        "E128",
        "网站超过了 {host} 的上限：{what}。",
        "在 site.json 里关掉可以不要的（false）：{off}；或换一个放得下的地方，并改 host。"
        "公布过的，关掉之前先请负责人决定，见 E816。",
        "The site is larger than its host (`host` in site.json) takes; told by a build, which publishes nothing.",
    ),
    Kind(
        "E129",
        "区划代码表里没有 {below} 的上级单位 {value}。",
        "按官方代码表恢复这个文件；一个区县的上级市、省各占一行，写在它之前。",
        "A unit above a county is missing from the file of its province (each has a page).",
    ),
    Kind(
        "E130",
        "没有文章文件夹 {value}：说明、更正、数据这些网页写在里面。",
        "恢复它（git restore {value}）；放在别处的，用 --content 写明；新的名录，先照本站的 content 写一份。",
        "There is no folder of texts: content/ beside the data, or the one that was named.",
    ),
    Kind(
        "E131",
        "图片“{value}”不能用：{detail}。",
        "图片放进 content/pictures/，用 PNG、JPEG、WebP 或 SVG，文件名如 notice-1.png；"
        "文章里写 ![图上有什么](../pictures/notice-1.png)。",
        "A picture in content/pictures/ of another kind or name than published, or a text that shows one not there.",
    ),
    Kind(
        "E132",
        "图片“{value}”太大：{detail}。",
        "缩小以后再放进来：宽 1600 像素足够，照片存成 JPEG 或 WebP。",
        "A picture in content/pictures/ of more bytes or pixels than a page may ask of its readers.",
    ),
    Kind(
        "E133",
        "图片“{value}”里有不能公布的内容：{detail}。",
        "SVG：去掉脚本、样式表和引用，只留图形，或存成 PNG；照片：另存一份，选“删除位置信息”，或存成 PNG。",
        "A picture that runs or loads something (SVG), or says where it was taken (EXIF).",
    ),
    Kind(
        "E134",
        "图片“{value}”没有替代文字。",
        "在方括号里写图上有什么，给看不见图的人读：![图上有什么](../pictures/文件名)。",
        "A text shows a picture without an alternative text, or with one that says nothing.",
    ),
    Kind(
        "E138",
        "附件“{value}”不能用：{detail}。",
        "附件放进 content/files/，用 PDF、Excel（.xlsx）或 Word（.docx），文件名如 notice-5.pdf；"
        "文章里链接到 ../files/notice-5.pdf。",
        "A file in content/files/ of another kind or name than published, or a text that leads to one not there.",
    ),
    Kind(
        "E139",
        "附件“{value}”太大：{detail}。",
        "扫描件降低分辨率（150 dpi 足够）或分成几份；手机上打开大文件要等很久。",
        "A file in content/files/ of more bytes than readers should have to take.",
    ),
    Kind(
        "E140",
        "附件“{value}”里有不能公布的内容：{detail}。",
        "另存一份：PDF 用“打印为 PDF”，Excel 和 Word 存成不带宏的 .xlsx、.docx，不设密码。",
        "A file that runs something, carries another file, or is locked.",
    ),
    Kind(
        "W124",
        "这个文件不会公布：公布的只有 pages、announcements、en 里的文章（.md），"
        "和文章用到的图片（pictures）、附件（files）。",
        "网页放进 pages，公告放进 announcements，英文的放进 en，图片放进 pictures，附件放进 files；"
        "不公布的文件，移到 content 以外。",
        "A file in content/ that is no text, one that no text shows or leads to, or one outside of what is published.",
    ),
    Kind(
        "W128",
        "网站快到 {host} 的上限了：{what}。",
        "超过之后不再公布。可以关掉的（site.json，false）：{off}；或早些换一个放得下的地方，并改 host。",
        "The site takes four fifths or more of what its host (`host` in site.json) holds; told by a build.",
    ),
    # ---- 2: values
    Kind("E201", "{named}不能为空。", "填上这一格：{expected}。", "A required value is missing."),
    Kind(
        "E202",
        "{label}“{value}”的写法不对{hint}。",
        "应为：{expected}。",
        "A code or id is not of its form (scientific notation and full-width digits are named).",
    ),
    Kind(
        "E203",
        "{named}写的是“{value}”，不合要求{hint}。",
        "应为：{expected}。",
        "Not a number (or value) of the expected kind.",
    ),
    Kind(
        "E204",
        "名称“{value}”里有不允许的字符{hint}。",
        "要求：{expected}；不可见字符可删去整格后重新输入。",
        "A name holds markup, an invisible or control character, or begins like a spreadsheet formula.",
    ),
    Kind(
        "E205",
        "文字“{value}”不合要求{hint}。",
        "要求：{expected}。",
        "A text holds control or invisible characters, or is too long.",
    ),
    Kind(
        "E206",
        "“{value}”不是可用的网址或标识。",
        "应为：{expected}。",
        "An address that is not https, or a malformed authority.",
    ),
    Kind("E207", "“{value}”不在允许的取值里。", "应为：{expected}。", "A code that is not in the code list."),
    Kind("E208", "“{value}”不是已知的字段。", "删去它，或检查字段名的拼写。", "An unknown key in a JSON file."),
    Kind(
        "E209",
        "内容的结构不对：{detail}。",
        "对照数据说明里这个文件的格式修改。",
        "The structure of a JSON file is not that of its schema.",
    ),
    Kind(
        "E210",
        "{named}里像是{what}：“{shown}”。",
        "删去个人信息：名录只写单位、地名和办公电话；个人的姓名、证件号码、手机号、邮箱和车牌都不公开。",
        "A free field holds an identity number (by its checksum), a mobile number, an e-mail address or a plate.",
    ),
    Kind(
        "E211",
        "“{value}”里有{what}。",
        "对照原来的文件重新输入；从原文件重新导入时，编码选“UTF-8”（或原来的 GB18030）。"
        "句子里真有问号的，写成全角的“？”。",
        "A text was spoilt in conversion: another encoding, a lost character as a question mark or an empty box.",
    ),
    Kind(
        "E212",
        "“{value}”里有{what}“{shown}”。",
        "对照原来的表重新输入这一格；本来没有内容的，把格子留空。",
        "An error value of a spreadsheet, a program's word for nothing, or an escape, where a text is expected.",
    ),
    Kind(
        "E213",
        "“{value}”像是{what}，多半是表格软件改成的。",
        "对照原文重新输入；先把这一列设成“文本”格式（1-5 这样的楼栋号，表格软件会当成日期）{confirm}。",
        "A name, qualifier, office or scheme that a spreadsheet made a day or a number of (1月5日, 5-Jan, 44931); "
        "confirmed ones of areas pass.",
    ),
    Kind(
        "E214",
        "“{value}”不像是名称，像是{what}。",
        "整行不是登记内容的，删去这一行；没有内容的格子留空（JSON 里写 null，或删去这个字段）；"
        "是名称的，写全{confirm}。",
        "A heading, a total, a note or a placeholder where a name, an office, a number or a sentence is expected.",
    ),
    Kind(
        "E215",
        "“{value}”里带着{what}。",
        "只写名称本身，删去序号、项目符号和前后的标点{confirm}。",
        "The numbering, the bullet or the punctuation of a list was taken over with the name; confirmed names pass.",
    ),
    Kind(
        "E216",
        "{named}写的是“{value}”，几个名称之间用了“{shown}”，会被当成一个名称。",
        "几个曾用名之间只用英文分号“;”，前后不加空格，如“甲小区;乙小区”{confirm}。",
        "Former names separated by another sign than a semicolon: they would be one name; a confirmed one is.",
    ),
    Kind(
        "E217",
        "{named}里像是{what}：“{shown}”。",
        "名录登记到小区、楼栋为止，不写到户：删去房号、户主{confirm}。",
        "The number of a flat in the name or qualifier of an area, in a sentence or in a text of content/, or a name "
        "that is that of a family's home: somebody lives there.",
    ),
    Kind(
        "E218",
        "“{value}”里有{what}，在别人的电脑上看不到，或是别的字。",
        "查到正字后重新输入{confirm}。",
        "A character of the private use area in a name; two names of the official list have one, and can be confirmed.",
    ),
    Kind(
        "E219",
        "“{value}”里有{what}，和没有它的写法不会当成同一个名称。",
        "删去它；确要隔开的，只用一个半角空格。",
        "A blank as wide as a Chinese character, or two blanks together, within a name, a number or a series.",
    ),
    Kind(
        "E220",
        "“{value}”像是几个名称写在一格里，会被当成一个名称。",
        "一个区域一行：分成几行，各有各的编号{confirm}。",
        "Several names in the place of one, with a sign or a blank between them; confirmed names pass.",
    ),
    Kind(
        "W211",
        "“{value}”里有{what}“{shown}”。",
        "改成半角的写法，别人才搜得到、对得上；官方名称就是这样写的，可以不改。",
        "Full-width letters or digits in a name.",
    ),
    Kind(
        "W212",
        "{named}写的是“{value}”，像是{what}。",
        "对照原文核对：被表格软件改过的，先把这一列设成“文本”格式再重新输入；原文就是这样写的，不用改。",
        "A batch, a number or another text that is nothing but a day, as spreadsheets make of 1-5.",
    ),
    Kind(
        "W213",
        "官方代码表里“{value}”有{what}，在别人的电脑上看不到，或是别的字。",
        "查到正字后改正代码表里的这个名称；已经公布过的，在 data/divisions/former.csv 写明原来的写法。",
        "A name of the official list has a character of the private use area, in a county that is registered.",
    ),
    Kind(
        "W214",
        "“{value}”里有{what}，可能是转码时丢了字。",
        "对照原文核对：丢了字的，补上；真是问号的，写成全角的“？”；真是方框的，可以不改。",
        "A question mark of ASCII, or a box, between two Chinese characters of a sentence.",
    ),
    Kind(
        "W215",
        "“{value}”里有{what}，和没有它的写法不会当成同一个名称。",
        "是几个名称的，分成几行，各有各的编号；排版留下的，删去它；原文就是这样写的，可以不改。",
        "A blank between two Chinese characters of a name.",
    ),
)
