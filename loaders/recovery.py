"""Damage: what cannot be read any more is set aside, and made again from what can."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from data import register, warehouse
from data.errors import Damaged
from data.register import Submission
from data.store import ASIDE_AT, DAMAGED, Store, set_aside, write_atomically
from loaders import staging
from locales import N_

REBUILT = N_("数据版本 {version} 的文件已损坏，已移开保存；已从原件重新生成")
REGISTER = N_(
    "收件登记簿已损坏，已移开保存；已按数据版本 {version} 恢复{count}份计入的报送。改动、对应关系等决定和没有计入的报送已经丢失，请重新处理"
)
NOTHING = N_("收件登记簿和保存的数据版本都已损坏，已移开保存。原件还在“{path}”，请把那里的文件重新导入")
ORIGINAL = N_("原件“{file}”已损坏，已移开保存。请把这个文件再导入一次")

KEEP_DAYS: Final = 30  # that damaged files stay for whoever wants to look at them


class Aside(NamedTuple):
    """A damaged file that was set aside at a moment (UTC)."""

    path: Path
    bytes: int
    at: datetime


class News(NamedTuple):
    """What nobody has said yet that they have seen: sentences as `told` has them, and damaged files.

    `sentences` is how many there are with those before.
    """

    told: list[dict[str, Any]]
    files: list[Aside]
    sentences: int


def mend(store: Store) -> bool:
    """Set aside what is damaged, and start a damaged register again; whether a version has to be built.

    Reads everything; deletes what was set aside long ago. Call it only while holding the importer's lock.
    """
    for one in aside(store):
        if datetime.now(UTC) - one.at > timedelta(days=KEEP_DAYS):
            one.path.unlink(missing_ok=True)
    named = warehouse.pointed_at(store)
    whole = warehouse.sound(store)
    if not register.sound(store):
        _register(store)
    if whole or not store.has_version:
        return False
    assert named
    warehouse.reconcile(store)
    register.removed(store, warehouse.number(named))
    return True


def rebuilt(store: Store, version: int) -> None:
    """Note that a damaged version was built again."""
    _say(store, REBUILT, version=version)


def lost(store: Store, original: Path, file: str) -> None:
    """Set a damaged original aside, and note that; `file` is how its sender named it."""
    set_aside(original)
    _say(store, ORIGINAL, file=file)


def _register(store: Store) -> None:
    path = _readable(store)
    if path is None:
        register.start_again(store, [], [])
        store.pointer.unlink(missing_ok=True)
        _say(store, NOTHING, path=str(store.originals))
        return
    version = warehouse.number(path)
    reader = warehouse.open(store, warehouse.ALL, version)
    try:
        received = [_submission(store, row) for row in reader.frame("SELECT * FROM submission").to_dict("records")]
    finally:
        reader.close()
    pointed_at = warehouse.pointed_at(store)
    last = warehouse.number(pointed_at) if pointed_at else version
    kept = [warehouse.number(one) for one in store.warehouse.glob("warehouse-*.duckdb")]
    register.start_again(store, received, sorted({one for one in kept if one <= last} | {last}))
    _say(store, REGISTER, version=version, count=len(received))


def _readable(store: Store) -> Path | None:
    """The newest version that can be read from end to end."""
    while path := warehouse.current(store):
        try:
            reader = warehouse.open(store, warehouse.ALL, warehouse.number(path))
            try:
                reader.check()
            finally:
                reader.close()
            return path
        except Damaged:  # it is set aside now
            continue
    return None


def _submission(store: Store, row: dict[str, Any]) -> Submission:
    """A submission as the register had it. The context of its place names stands in the name of its staged tables."""
    originals = list(store.originals.glob(f"{row['sha256']}.*"))
    suffix = originals[0].suffix if originals else Path(row["file"]).suffix
    region = subject = None
    for made in sorted(store.staged.glob(f"{row['sha256'][:32]}-*")):
        parts = made.name.split("-")
        region = parts[2] if len(parts[2]) == 6 else region
        staged = staging.read(made)
        subject = staged.subject if staged else subject
    known = {name: row[name] for name in ("submission", "sha256", "file", "kind", "year")}
    counts = {name: row[name] for name in row if name.startswith("rows_")}
    sender = row["sender"] if isinstance(row["sender"], str) else None
    return Submission(
        **known,
        **counts,
        suffix=suffix,
        sender=sender,
        region=region,
        subject=subject,
        received_at=str(row["received_at"]),
        state="loaded",
    )


def aside(store: Store) -> list[Aside]:
    """Every damaged file that is still kept, oldest first."""
    found = []
    for folder in (store.path, store.originals, store.warehouse):
        for path in folder.glob(f"*{DAMAGED}*"):
            try:
                at = datetime.strptime(path.name.rpartition(DAMAGED)[2], ASIDE_AT).replace(tzinfo=UTC)
                found.append(Aside(path, path.stat().st_size, at))
            except (ValueError, FileNotFoundError):  # of somebody else, or deleted just now
                continue
    return sorted(found, key=lambda one: one.at)


def told(store: Store) -> list[dict[str, Any]]:
    """What happened to this store so far, oldest first: sentences with the values that fill them."""
    try:
        lines = (store.path / "recovered.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines]


def news(store: Store) -> News:
    """What happened that was not dismissed."""
    seen, everything = _seen(store), told(store)
    files = [one for one in aside(store) if one.path.name not in seen["files"]]
    return News(everything[seen["told"] :], files, len(everything))


def dismiss(store: Store, shown: News) -> None:
    """Note that what was shown was seen; what has happened since stays news."""
    seen = _seen(store)
    seen["told"] = max(seen["told"], shown.sentences)  # somebody else may have dismissed it too
    kept = {one.path.name for one in aside(store)}
    seen["files"] = sorted(kept & {*seen["files"], *(one.path.name for one in shown.files)})
    write_atomically(store.path / "recovered-seen.json", json.dumps(seen).encode())


def _seen(store: Store) -> dict[str, Any]:
    try:
        seen: dict[str, Any] = json.loads((store.path / "recovered-seen.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"told": 0, "files": []}
    return seen


def _say(store: Store, text: str, **values: Any) -> None:
    everything = [*told(store), {"at": register.now(), "text": text, "values": values}]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in everything)
    write_atomically(store.path / "recovered.jsonl", lines.encode())
