"""The commands, their exit status, and what people see. Nothing else prints."""

from __future__ import annotations

import click

from generator import __version__
from generator.cli import (
    checking,
    delivering,
    editing,
    explaining,
    founding,
    importing,
    plaquing,
    promising,
    publishing,
    recording,
    redacting,
    schemes,
    serving,
    signing,
    submitting,
    templating,
    theming,
    upgrading,
    verifying,
)
from generator.cli.common import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wuyi")
def main() -> None:
    """称号名录：检查数据，生成网站与订阅源。

    \b
    常用：
      wuyi check                 检查 data/ 里的全部数据
      wuyi build                 检查并生成 site/
      wuyi serve                 在本机预览，数据一改就重新生成
      wuyi publish /srv/register 把 site/ 发布到服务器、文件夹或存储桶
      wuyi show 锦绣家园         查看一个区域的状态与经过
      wuyi record 990101         记一件事：认定、暂停、恢复、取消、更正
      wuyi import 名单.xlsx --county 990101   接入一份名单
      wuyi template 990101       写一个填报用的工作簿
      wuyi submit 990101         检查、提交、推送一个区县的改动
      wuyi explain E301          说明一种错误怎样改
    """


for _command in (
    checking.check, publishing.build, publishing.serve, checking.show, checking.changes, promising.late, founding.init,
    founding.add, verifying.proof, redacting.redact,
    recording.record, importing.import_, editing.renumber, explaining.explain, verifying.verify, verifying.sync,
    delivering.publish, delivering.rollback, plaquing.plaque, templating.template, submitting.submit, schemes.scheme,
    theming.theme, upgrading.upgrade, signing.log_key,
    serving.init_server, serving.server, serving.hook,
):  # fmt: skip
    main.add_command(_command)
