"""The kinds of document there are, and which one a file is."""

from types import ModuleType

from data.errors import Refused
from loaders import (
    cases,
    examples,
    issues,
    ledger,
    materials,
    phone_check,
    pilot,
    questionnaire,
    recommendations,
    returned,
    scores,
    senders,
    statistics,
)
from loaders.decided import Heading
from loaders.document import Context, Document, Empty, joined
from loaders.issues import Issue
from loaders.reading import Sheet
from locales import N_

KINDS: dict[str, ModuleType] = {
    module.KIND: module
    for module in (questionnaire, ledger, statistics, pilot, scores, cases, phone_check, recommendations, materials)
}
# They have headings of a ledger, and some that no ledger has.
LIKE_LEDGERS = (scores, cases, phone_check, recommendations, materials)
REPEATED = N_("工作表“{first}”和“{second}”是同一个地区或试点的表。请只留一张，或在表上写明各是哪个地区、哪个试点")


def read(sheets: list[Sheet], context: Context) -> Document:
    """A file's sheets, by the first kind that recognises any; refused where none does.

    The kinds stand in the order in which their headings can be mistaken least: looking for all is slow.
    """
    sheets = [sheet for sheet in sheets if not returned.is_list(sheet)] or sheets
    for module in KINDS.values():
        if known := [sheet for sheet in sheets if _is_of(module, sheet, context)]:
            break
    else:
        if headings := _asked(sheets, context, False):
            nothing: dict[str, list] = {name: [] for name in ledger.STAGED}
            return Document(ledger.KIND, nothing, [], 0, 0, 0, headings=headings, asks=True)
        raise Refused(
            "工作表“{sheet}”里没有认识的标题行。请确认是问卷星“按文本”下载的答卷、帮扶企业台账、统计表（附表）、试点统计表（附件3）、专家评分表、优良案例名单、推荐认证机构名单、成果材料登记表或电话核查表，标题行没有改动",
            sheet="、".join(sheet.name for sheet in sheets),
        )
    if module is questionnaire and len(known) > 1:
        names = "、".join(sheet.name for sheet in known)
        raise Refused("这个工作簿里有几张答卷表（{sheets}）。请分成几个文件后再导入", sheets=names)
    filled, documents, empty = _read(module, known, context)
    _refuse_repeated(filled, documents, module)
    document = joined(documents)
    if len({one.sender for one in documents}) > 1:  # a sheet a county: the file is whose name it bears
        document = document._replace(sender=senders.infer([context.file], context.region))
    others = [sheet for sheet in sheets if sheet not in known and sheet.name not in examples.OWN_SHEETS]
    ignored = [issues.found(module.KIND, sheet.name, 0, "", sheet.name, "sheet_unknown") for sheet in others]
    if module is ledger and (asked := _asked(others, context, True)):
        document = document._replace(headings=document.headings + asked, asks=True)
    return document._replace(issues=document.issues + empty + ignored)


def _is_of(module: ModuleType, sheet: Sheet, context: Context) -> bool:
    """Whether a sheet is a document of that kind."""
    if not module.recognises(sheet, context):
        return False
    return module is not ledger or not any(other.recognises(sheet, context) for other in LIKE_LEDGERS)


def _read(module: ModuleType, known: list[Sheet], context: Context) -> tuple[list[Sheet], list[Document], list[Issue]]:
    """The sheets with something in them, what was read there, and a finding for each empty one; refused if all are."""
    filled, documents, empty, refusals = [], [], [], []
    for sheet in known:
        try:
            documents.append(_completed(module.read(sheet, context), sheet))
            filled.append(sheet)
        except Empty as refusal:
            refusals.append(refusal)
            empty.append(issues.found(module.KIND, sheet.name, 0, "", sheet.name, "sheet_empty"))
    if not documents:
        raise refusals[0]
    return filled, documents, empty


def _asked(sheets: list[Sheet], context: Context, only_named: bool) -> tuple[Heading, ...]:
    """Headings of sheets that no kind recognises and that may be a ledger."""
    others = [module for module in KINDS.values() if module is not ledger]
    strange = [sheet for sheet in sheets if not any(module.recognises(sheet, context) for module in others)]
    return tuple(heading for sheet in strange for heading in ledger.asks(sheet, context, only_named))


def _refuse_repeated(sheets: list[Sheet], documents: list[Document], module: ModuleType) -> None:
    """Of a form one workbook has one sheet for each region or pilot: with two nobody knows which counts."""
    subject = getattr(module, "SUBJECT", None)
    seen: dict[object, str] = {}
    for sheet, document in zip(sheets, documents, strict=True) if subject else ():
        for what in dict.fromkeys(document.columns[str(subject)]):
            if what in seen:
                raise Refused(getattr(module, "REPEATED", REPEATED), first=seen[what], second=sheet.name)
            seen[what] = sheet.name


def _completed(document: Document, sheet: Sheet) -> Document:
    """With what is to be said of the sheet itself; rows too far below the others wait to be mended."""
    findings = [*document.issues]
    if sheet.is_hidden:
        findings.append(issues.found(document.kind, sheet.name, 0, "", sheet.name, "sheet_hidden"))
    if sheet.rows_beyond:
        count = str(sheet.rows_beyond)
        findings.append(issues.found(document.kind, sheet.name, sheet.beyond, "", count, "rows_beyond"))
    in_file, held = document.in_file + sheet.rows_beyond, document.held + sheet.rows_beyond
    return document._replace(issues=findings, in_file=in_file, held=held)
