"""The kinds of document there are, and which one a file is."""

from types import ModuleType

from data.errors import Refused
from loaders import issues, ledger, questionnaire, senders
from loaders.document import Context, Document, joined
from loaders.reading import Sheet

KINDS: dict[str, ModuleType] = {module.KIND: module for module in (questionnaire, ledger)}


def read(sheets: list[Sheet], context: Context) -> Document:
    """A file's sheets, by the kind whose headings they have most of; refused where nothing is recognised."""
    scores = {kind: [module.recognises(sheet) for sheet in sheets] for kind, module in KINDS.items()}
    kind = max(scores, key=lambda one: max(scores[one]))
    known = [sheet for sheet, score in zip(sheets, scores[kind], strict=True) if score]
    if not known:
        raise Refused(
            "工作表“{sheet}”里没有认识的标题行。请确认是问卷星“按文本”下载的答卷或帮扶企业台账，标题行没有改动",
            sheet="、".join(sheet.name for sheet in sheets),
        )
    if kind == questionnaire.KIND and len(known) > 1:
        names = "、".join(sheet.name for sheet in known)
        raise Refused("这个工作簿里有几张答卷表（{sheets}）。请分成几个文件后再导入", sheets=names)
    documents = [KINDS[kind].read(sheet, context) for sheet in known]
    document = joined(documents)
    if len({one.sender for one in documents}) > 1:  # a sheet a county: the file is whose name it bears
        document = document._replace(sender=senders.infer([context.file], context.region))
    ignored = [
        issues.found(kind, sheet.name, 0, "", sheet.name, "sheet_unknown") for sheet in sheets if sheet not in known
    ]
    return document._replace(issues=document.issues + ignored)
