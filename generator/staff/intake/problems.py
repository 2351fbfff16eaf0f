"""Every reason why something is not taken, in plain Chinese: what it is, what was expected, how to mend it."""

from __future__ import annotations

from typing import Final, NamedTuple

from generator.spelling import gate
from generator.staff.intake.model import Cell, ListedRow, Problem

# A value is quoted up to here.
_MOST_QUOTED: Final = 60
_RESAVE: Final = "在 Excel 或 WPS 里打开，“另存为”选“Excel 工作簿（.xlsx）”，再交"
_AGAIN: Final = "向发来的人要一份完好的，或重新下载"
_AS_DOCX: Final = "在 Word 或 WPS 里打开，“另存为”选“Word 文档（.docx）”，再交"
_AS_UTF_8: Final = "用记事本打开，“另存为”时编码选 UTF-8"
_LISTS: Final = "工作簿、文本或 Word 文档"
_DAY: Final = "年月日，如 2022-11-21"
_RETYPE: Final = "先把这一列设为“文本”格式，再照原件重新填写这一格"


class Kind(NamedTuple):
    """One reason: three sentences, of which `{…}` are filled in."""

    what: str
    expected: str
    mend: str


KINDS: Final = {
    # ---- the file as a whole
    "empty": Kind("文件是空的", "有内容的名单", _AGAIN),
    "no-rows": Kind("文件里没有读到名单", "有表头的表格，或“街道：名称、名称”这样的文字", "看看是不是交错了文件"),
    "too-large": Kind("文件太大：{detail}", "一份名单（不超过 {most}）", "只留名单本身，分成几个文件交"),
    "zip-bomb": Kind("解压以后太大（超过 {most}），可能是有意做坏的文件", "普通的名单", _AGAIN),
    "too-many-cells": Kind(
        "表的末尾到了 {end}，共 {cells} 格",
        "不超过 {most} 格",
        "名单以外的格里有空格或零散内容：选中多余的行和列，删除后保存",
    ),
    "damaged": Kind("文件已损坏，打不开", "完好的{expected}", _AGAIN),
    "encrypted": Kind("文件有打开密码", "没有密码的文件", "用密码打开，去掉密码后另存一份再交"),
    "macro": Kind("工作簿带有宏", "不带宏的工作簿", _RESAVE),
    "excel-95": Kind("是 Excel 95 或更早的工作簿，汉字读不准", "Excel 97 以后的工作簿", _RESAVE),
    "binary-workbook": Kind("是二进制工作簿（.xlsb）", "普通的工作簿", _RESAVE),
    "html": Kind("是网页，不是工作簿或文本", _LISTS, _RESAVE),
    "xml-2003": Kind("是 XML 表格 2003，不是工作簿", "普通的工作簿", _RESAVE),
    "xml": Kind("是 XML，不是名单", _LISTS, "在原来的程序里导出为 .xlsx 或 CSV"),
    "rtf": Kind("是 RTF 文档", "Word 文档（.docx）", _AS_DOCX),
    "old-word": Kind("是旧版 Word 文档（.doc 或 .wps）", "Word 文档（.docx）", _AS_DOCX),
    "odt": Kind("是 OpenDocument 文字文档（.odt）", "Word 文档（.docx）", _AS_DOCX),
    "macro-document": Kind("文档带有宏", "不带宏的 Word 文档（.docx）", _AS_DOCX),
    "slides": Kind("是演示文稿", _LISTS, "把名单复制到表格里再交"),
    "archive": Kind("是压缩包", "名单文件本身", "先解压，再交里面的文件"),
    "picture": Kind("是图片，里面没有文字", "能选中文字的名单", "向发布单位要原来的表格，或照着录入一张表"),
    "scan": Kind("每一页都是图片，没有文字", "能选中文字的名单", "向发布单位要原来的表格，或照着录入一张表"),
    "pdf-library": Kind(
        "读 PDF 需要 pdfplumber，还没有安装", "", "运行 pip install 'wuyi[import]'，或把表格复制到工作簿里"
    ),
    "unknown": Kind(
        "不认识的文件", "工作簿、文本、Word 文档或 PDF", "看看是不是交错了文件；在原来的程序里导出为 .xlsx 或 CSV"
    ),
    "encoding": Kind("文字的编码不明：不是 UTF-8，不是带标记的 UTF-16，也不是 GB18030", "", _AS_UTF_8),
    "question-marks": Kind(
        "汉字已经变成问号，导出时丢了", "有汉字的文本", "从原来的工作簿重新导出，编码选 UTF-8；或直接交工作簿"
    ),
    "nul": Kind("文字里有空字符，多半是没有标记的 UTF-16", "UTF-8 文本", _AS_UTF_8),
    "quotes": Kind("引号不成对，或一格超过 10000 字", "成对的英文引号", "在表格软件里打开它，改好后另存为“CSV UTF-8”"),
    # ---- a table
    "no-header": Kind("没有认出表头", "有“小区名称”“街道”这样的列名", "在名单上面加一行列名，或者说明每一列是什么"),
    "no-list": Kind(
        "这张工作表里没有认出名单（{detail}）",
        "有“小区名称”“街道”这样的列名的名单",
        "不是名单就加上 --skip-sheet {sheet}；是名单就在上面加一行列名。只要其中几张，用 --sheet 写明",
    ),
    "sheets-apart": Kind(
        "和工作表“{other}”不是同一份通告：{difference}",
        "一次一份通告",
        "一张一张地接入：先加上 --sheet {there}，再运行一次，加上 --sheet {sheet}",
    ),
    "files-apart": Kind("和 {other} 不是同一份通告：{difference}", "一次一份通告", "一个文件一个文件地接入"),
    "unknown-place": Kind(
        "后面列着名称，看不出它是哪一级的地方，这些名称没有读入",
        "区县、街道或社区的全称",
        "把地名写全（某某街道、某某社区）",
    ),
    "pasted": Kind(
        "表格贴成了每格一行，分不清哪些格是一行", "每行一个区域", "把表格贴进 Excel 或 WPS，保存为工作簿再交"
    ),
    "no-name-column": Kind("表头里没有名称一列", "小区、社区或村的名称", "说明哪一列是名称"),
    "two-columns": Kind("两列都是{role}，内容不同（另一列是“{other}”）", "一列", "说明哪一列是{role}，或删去一列"),
    "header-role": Kind("指定的含义“{role}”没有", "{roles} 之一", "改正这一列的说明"),
    "no-name": Kind("这一行没有名称", "小区、社区或村的名称", "补上名称，或删去这一行"),
    "sheets-disagree": Kind("和 {other} 说的不一样：{difference}", "几张表一致", "问清楚以哪一张为准，删去另一张"),
    # ---- a cell
    "error-cell": Kind(
        "这一格是错误值，或是没有算出结果的公式", "文字", "在 Excel 或 WPS 里打开，改正公式，保存后再交"
    ),
    "spoilt": Kind("是表格软件改过的内容（{detail}）", "{expected}", _RETYPE),
    "zeros-lost": Kind("这一格显示为 {detail}，开头的零没有存下来", "文本格式的编号", _RETYPE),
    "digits-lost": Kind("超过 15 位的数，末尾几位已经不准", "文本格式的编号", _RETYPE),
    "code-form": Kind("不是区划代码或区域编号", "6、9 或 12 位数字，后面可以有连字符和三位数字", _RETYPE),
    "only-number": Kind("只有数字，不是名称", "小区、社区或村的名称", "看看各列是不是错了位；照原件填写"),
    "character": Kind("里有{detail}", "通常的文字", "照原件重新输入这个字"),
    "broken": Kind("里有{detail}", "原件上的文字", "照原件重新输入这一格"),
    "leftover": Kind("是{detail}，不是名称", "小区、社区或村的名称", "删去这一行，或改成名称"),
    "sign": Kind("里有{detail}", "只有名称", "去掉不属于名称的部分"),
    "flat": Kind("是{detail}", "小区、楼栋一级的名称", "名录不记载某一户：去掉门牌、户主，或删去这一行"),
    "person": Kind("里有{detail}", "不含个人信息的内容", "删去个人信息再交"),
    "bracket": Kind("的括号不成对", "成对的括号", "照原件补上括号"),
    "too-long": Kind("有 {detail} 个字", "不超过 {most} 个字的名称", "把这一格里的几个名称用“、”隔开，说明另写一列"),
    "joined": Kind(
        "用“、”接在名称后面的是号数，分不清是一处还是几处",
        "一行一个名称，范围写在括号里",
        "照原件分开，或把几个号一起写进括号",
    ),
    "blank": Kind("里有空格，分不清是一个名称还是几个", "一行一个名称，或用“、”隔开", "去掉空格，或把空格改成“、”"),
    "no-people": Kind("不是人数", "一个数，如 2；没有就留空", "照原件改正"),
    # ---- a day
    "no-year": Kind("没有写年份", _DAY, "用 --date 说明日期，或补上年份"),
    "no-day": Kind("没有写到日", _DAY, "用 --date 说明日期，或补上"),
    "no-such-day": Kind("不是存在的日期", _DAY, "照原件改正"),
    "ambiguous-day": Kind("分不清哪个是月、哪个是日，或是哪一年", _DAY, "照原件写明"),
    "serial-day": Kind("是日期的序号，这一格却不是日期格式", _DAY, "把这一列设为“日期”格式，或照原件重新填写"),
    "not-a-day": Kind("不是日期", _DAY, "照原件改正"),
}


def problem(kind: str, cell: Cell, row: ListedRow | None = None, **filled: object) -> Problem:
    """A problem of a cell; `filled` are the words of its sentences."""
    said = KINDS[kind]
    what, expected, mend = (sentence.format(**filled) for sentence in said)
    shown = gate.visible(cell.text.replace("\n", " "))
    value = shown if len(shown) <= _MOST_QUOTED else f"{shown[:_MOST_QUOTED]}…"
    return Problem(kind, cell.where, value, what, expected, mend, row)
