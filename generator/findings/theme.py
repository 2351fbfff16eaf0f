"""Findings of `theme/`, a register's own look: its pictures, colours, templates and stylesheet."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import Kind

KINDS: Final = (
    Kind(
        "E135",
        "“{value}”不能用作{what}：{detail}。",
        "放进 theme 文件夹（在 data 旁边）：SVG 或 PNG，最多 200 kB；SVG 只留图形，不带脚本、样式表和引用，"
        "或存成 PNG。",
        "A logo, emblem or favicon (site.json) that is missing, too large, no picture, or runs or loads something.",
    ),
    Kind(
        "E136",
        "模板“{value}”不能用：{detail}。",
        "改好它，或删去它，用程序自带的；wuyi theme list 列出可以替换的模板，wuyi theme copy 名称 抄出一份再改。",
        "A template of theme/templates/ that replaces none, or that cannot be read: with line and column where known.",
    ),
    Kind(
        "E137",
        "样式表“{value}”不能用：{detail}。",
        "网页只用自己的文件：不用 @import，图片写成 data:image/…，字体用读者电脑上有的。",
        "theme/static/own.css is too large, no text, or loads something from elsewhere.",
    ),
    Kind(
        "W135",
        "theme 里的“{value}”用不到。",
        "用得到的：site.json 写明的图片、templates 里的模板（.html）、static/own.css。别的移走。",
        "A file in theme/ that nothing uses.",
    ),
    Kind(
        "W136",
        "模板“{value}”抄出以后，程序里原来的那份改过了。",
        "比较两份：wuyi theme copy {value} --output 新的.html；需要的改动抄进来，再把第一行换成新的第一行。",
        "The original of an override is not what it was copied from: an upgrade changed it.",
    ),
    Kind(
        "W137",
        "模板“{value}”没有用到：这一版程序已经没有这个模板。",
        "wuyi theme list 列出现在有的；里面还需要的内容搬到别的模板，再删去它。",
        "An override of a template that this version of the program no longer has.",
    ),
    Kind(
        "E221",
        "颜色“{value}”在{where}的背景上看不清：对比度 {ratio}，至少要 4.5。",
        "同一色调里最近的、看得清的是 {near}。",
        "A colour of site.json that text cannot be read in (WCAG 2.2, 1.4.3), with its ratio and the nearest that can.",
    ),
)
