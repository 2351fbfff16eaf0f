"""Kinds of findings of the procedure, its evidence, and of notices."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import Kind

KINDS: Final = (
    # ---- 6: procedure
    Kind(
        "E601",
        "《{scheme}》没有“{value}”这一步。",
        "这个方案的步骤有：{expected}。",
        "A step that the scheme does not have.",
    ),
    Kind(
        "E602",
        "“{area}”（{area_id}）的“{title}”此时为“{status}”，不能“{value}”{after}。",
        "这一步之前应为：{expected}。检查是否漏记了前面的步骤，或选错了区域。",
        "A step that is not possible from this status.",
    ),
    Kind(
        "W603",
        "发布事件没有写明通告。",
        "在 notice_id 列填写公布它的通告编号，居民才能查到依据。",
        "A publication without a notice.",
    ),
    Kind(
        "E604",
        "《{scheme}》的“{step}”没有原因“{value}”。",
        "应为：{expected}。",
        "A reason that the profile does not know for this step.",
    ),
    Kind(
        "W605",
        "“{step}”没有写明原因。",
        "在 reason 列填写原因代码：{expected}。居民最想知道的就是为什么。",
        "A suspension or revocation without a reason, where the profile has reasons for it.",
    ),
    Kind(
        "E606",
        "“{title}”的“{step}”应由{expected}作出，这里写的是{found}（{value}）。",
        "在 decided_by 填写作出决定的{expected}的区划代码。",
        "A step was taken by a body of another level than the scheme gives for this title.",
    ),
    Kind(
        "E607",
        "“{step}”的决定单位 {value}（{name}）不管辖“{area}”（{area_id}）。",
        "核对 decided_by：应是这个区域所在的或上级的单位；由开发区等管理的，在 areas 表的 administered_by 写明管理方。",
        "The deciding body is not the area's own unit or one above it.",
    ),
    Kind(
        "W608",
        "“{area}”（{area_id}）的“{title}”已公布，但没有“备案”的记录。",
        "补记备案（file），decided_by 写{expected}单位的代码。",
        "A title is held whose filing, which the scheme asks for, is not on record.",
    ),
    Kind(
        "W609",
        "“{area}”（{area_id}）的“{step}”晚了 {late}：{since}（{start}）{limit}内，应不迟于 {due}。",
        "核对日期；确实超过时限的，照实保留，页面会写明用时。",
        "A step was taken after its deadline.",
    ),
    Kind(
        "W610",
        "“{area}”（{area_id}）的“{step}”还没有记录：{since}（{start}）{limit}内，应不迟于 {due}，名录已到 {now}。",
        "已经办理的，补记这一步；没有办理的，尽快办理，或记录“不予认定”“撤回申报”。",
        "A step with a deadline is still missing after it, as of the county's own time.",
    ),
    Kind(
        "W611",
        "“{step}”没有写明由谁决定。",
        "在 decided_by 填写{expected}的区划代码。",
        "A step without a deciding body, where the scheme says which level takes it. Where only the street of a "
        "compound is known, the community that took a step is not asked for.",
    ),
    Kind(
        "E612",
        "“{area}”（{area_id}）的“{title}”已审核，但自评不完整：缺少{missing}。",
        "在 assessments 表里补上申报前对照每项标准的自评。",
        "A reviewed application whose self-assessment does not cover every standard of the scheme.",
    ),
    Kind(
        "E613",
        "“{area}”（{area_id}）的“{title}”已审核，但自评“{value}”为未达到。",
        "未达到创建标准的不能推荐：核对自评，或记录“不予认定”。",
        "An application was recommended although its own assessment says that a standard is not met.",
    ),
    Kind(
        "E614",
        "《{scheme}》没有标准“{value}”。",
        "应为：{expected}。",
        "An assessment names a standard that the profile in force does not have.",
    ),
    Kind(
        "E615",
        "“{area}”（{area_id}）“{step}”时，{since} 还有新增感染者，不满 {days} 天。",
        "按方案须连续 {days} 天无新增感染者：核对病例和日期；未满的不能认定，最早为 {earliest}。",
        "A title was certified within the observation window: too few days since the last new infection.",
        "cases",
    ),
    Kind(
        "E616",
        "{date} {where}新增感染者，“{area}”（{area_id}）的“{title}”却没有取消。",
        "按方案应即取消：记录取消（revoke），原因写 {reasons}；病例登记有误的，改正 cases 表。",
        "A new infection in a certified area without the revocation that the scheme asks for.",
        "cases",
    ),
    Kind(
        "E617",
        "{date} {where}新增密切接触者，“{area}”（{area_id}）的“{title}”却没有暂停。",
        "按方案应暂停：记录暂停（suspend），原因写 {reasons}；登记有误的，改正 cases 表。",
        "A new close contact in a certified area without the suspension that the scheme asks for.",
        "cases",
    ),
    Kind(
        "E618",
        "“{area}”（{area_id}）恢复时，还有 {open} 名密切接触者没有排除。",
        "排除之后才能恢复：在 cases 表的 cleared_contacts 登记已排除的人数，或改正恢复的日期。",
        "A title was restored before every close contact was ruled out.",
        "cases",
    ),
    Kind(
        "W619",
        "{date} {where}新增感染者，只知道在{unit}；其中 {count} 个已认定的区域（如{names}）是否涉及，没有写明。",
        "查明所在的区域后，把这一行改记到那个区域；涉及的区域按方案取消。",
        "A case is known only to a unit above certified areas.",
        "cases",
    ),
    Kind(
        "W620",
        "“{area}”（{area_id}）以“{reason}”为由“{step}”，{table} 表里没有相应的登记。",
        "核对日期和编号；补登当日或之前的登记，只写人数和日期。",
        "A suspension or revocation for a case, a contact or an inspection that the evidence on file does not have.",
    ),
    Kind(
        "E621",
        "到这一天，{area_id} 已排除的密切接触者（{cleared}）多于登记的密切接触者（{contacts}）。",
        "核对 close_contacts 和 cleared_contacts 的人数。",
        "More close contacts were ruled out than were ever recorded.",
        "cases",
    ),
    Kind(
        "W622",
        "{date} {where}新增{what}，“{area}”（{area_id}）的“{title}”至今没有{steps}（方案没有写明时限）。",
        "核对是否漏记了{steps}（原因写 {reasons}）；登记有误的，改正 cases 表。",
        "As E616 to E617, under a scheme that does not say by when.",
        "cases",
    ),
    Kind(
        "E623",
        "“{area}”（{area_id}）{date} 检查不合格，“{title}”却没有{steps}。",
        "按方案应{steps}：记录{steps}（{events}），原因写 {reasons}；登记有误的，改正 inspections 表。",
        "A failed inspection, by the level that the scheme names, without the step that follows from it.",
    ),
    Kind(
        "W624",
        "“{area}”（{area_id}）应不迟于 {value} 完成整改，名录已到 {now}，还没有完成的记录。",
        "整改完成后填写 rectification_done。",
        "A rectification is overdue as of the county's own time.",
    ),
    Kind(
        "E625",
        "检查不合格，没有写明整改的期限。",
        "填写 rectification_due：方案要求督促整改。",
        "A failed inspection without a day by which to rectify, under a scheme that asks for rectification.",
    ),
    Kind(
        "W626",
        "“{area}”（{area_id}）持有“{title}”，但辖内 {count} 个单位（如{names}）现在没有“{member}”。",
        "核对上级称号是否仍然成立；不成立的，记录取消。",
        "A title of a unit above is held although not every member holds its own.",
    ),
    Kind(
        "E627",
        "“{lower}”（{lower_id}）{step}，按方案“{area}”（{area_id}）的“{title}”应同步取消或者暂停，却没有记录。",
        "为“{area}”记录同一天的取消或暂停，原因写 {reasons}。",
        "A revocation or suspension that the scheme lets follow for the units above has not been recorded there.",
    ),
    Kind(
        "W630",
        "“{area}”（{area_id}）的“{title}”自 {start} 起，有效期 {days} 天，到 {due} 已满，名录已到 {now}。",
        "到期的，记录取消；仍符合标准的，取消之后重新申报。",
        "A title is held longer than the scheme lets it stand.",
    ),
    Kind(
        "E631",
        "“{area}”（{area_id}）仍持有“{title}”，但辖内 {count} 个单位（如{names}）现在没有“{member}”。",
        "按方案上级称号随之失去：为“{area}”记录取消。",
        "As W626, under a scheme by which the title of the unit above follows.",
    ),
    Kind(
        "W632",
        "“{lower}”（{lower_id}）{step}，“{area}”（{area_id}）仍持有“{title}”。",
        "核对上级称号是否仍然成立。",
        "As E627, under a scheme that only calls for a look at the unit above.",
    ),
    Kind(
        "E633",
        "“{area}”（{area_id}）失去资格后 {days} 天内不能再次申报：{since} 失去，{due} 之后才可以。",
        "核对日期；没有满期的申报，等期满后再记录。",
        "An application before the waiting period of the scheme is over.",
    ),
    Kind(
        "E628",
        "{value} 早于{what} {expected}。",
        "检查这两个日期。",
        "The days of an inspection, or of its rectification, are out of order.",
    ),
    Kind(
        "E634",
        "{count} 个区域（日志第 {first} 行起）只有公布、没有前面的步骤，都不晚于 {day}，名录起始日却是 {value}："
        "像是早先公布过的名单。",
        "早先的名单：把 register_since 改成 {expected}（名单公布之后的一天），前面的步骤不必补，也不要编造；"
        "确是名录开始以后认定的，补记实际办理的步骤。",
        "A list of areas that begin with their publication, before any application, is not older than register_since.",
    ),
    Kind(
        "E635",
        "自评把各项标准合写成一行（all），却写了未达到。",
        "all 只用于各项标准都达到的区域：都达到了，met 写 yes；有没达到的，删去这一行，逐项另写。",
        "An assessment says of all standards at once that they are not met: nobody knows which.",
    ),
    Kind(
        "E660",
        "方案里的“{value}”自相矛盾：{what}。",
        "改法：{mend}。",
        "A profile that contradicts itself: a title that no step gives, a time limit that never runs, and the like.",
    ),
    Kind(
        "E661",
        "方案是按更新的格式（{value}）写的，本程序只认得 {expected}。",
        "先升级程序，再检查这个方案；方案其实没有用到新格式的，把 format 改成 {expected}。",
        "A profile in a newer format than the program knows; nothing else is said of it.",
    ),
    Kind(
        "E662",
        "方案里“{value}”写了两次：{what}。",
        "留下一处；确是两样的，各起一个名称。",
        "A title, step, reason, standard or trigger that a profile has twice.",
    ),
    Kind(
        "E663",
        "{what} {value} 早于{expected}。",
        "检查这两个日期。",
        "Days of a profile that are out of order: of its period, of its document, of an amendment.",
    ),
    Kind(
        "W664",
        "方案里的“{value}”可能漏了什么：{what}。",
        "改法：{mend}。",
        "Something that a profile has without what usually belongs to it.",
    ),
    Kind(
        "E665",
        "“{area}”（{area_id}）恢复时，{date} 检查不合格的整改还没有完成的记录。",
        "整改完成后，在 inspections 表的 rectification_done 填写日期；或改正恢复的日期。",
        "A title was restored before what an inspection had found was rectified, under a scheme that waits for it.",
    ),
    # ---- 7: notices and their counts
    Kind(
        "E701",
        "通告 {notice} 公布“{what}”{value} 个，名录里有 {actual} 个。",
        "核对通告与事件：漏记、多记或记错了通告编号；确实找不到代码的名称登记在 unplaced 表里；"
        "通告本身有误的，更正的原因写 notice_in_error。",
        "A declared count and the rows disagree.",
    ),
    Kind(
        "E702",
        "地区 {value} 不在通告发布单位 {expected} 的辖区内。",
        "填写通告发布单位辖区内的代码，不限地区时留空。",
        "A declared count is of a place outside the notice's own division.",
    ),
    Kind(
        "W703",
        "“{series}”缺少第 {missing} 批：上一批是第 {before} 批（{notice}），这里是第 {value} 批。",
        "补录缺少的通告，或核对批次；发布单位确实跳过了这个批次号的，可以保留。",
        "The batches of a series have a gap.",
    ),
    Kind(
        "E704",
        "“{series}”第 {value} 批已由通告 {notice} 公布过。",
        "核对批次：同一批次不能由两个通告公布；补充公布的，批次写法应有区别。",
        "Two notices of one publisher declare the same batch of a series.",
    ),
    Kind(
        "E705",
        "“{value}”登记为未能落位，{where}：在通告 {notice} 里算了两次。",
        "删去多出的一行；通告上确有两处同名的，在 place 写明各在哪里。",
        "A name without a code stands twice, or its notice has placed it already: it counts twice.",
    ),
    Kind(
        "W706",
        "“{value}”登记为未能落位，但有编号：{codes}。",
        "确是同一处的，用这个编号登记区域和事件，删去这一行；不是的，在 reason 写明理由，可以保留。",
        "A name without a code, although an official unit or an area of the place that is printed beside it bears it.",
    ),
)
