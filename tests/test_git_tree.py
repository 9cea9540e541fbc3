"""`--at`: ledgers read from commits of real git repositories, also of hostile ones."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.cli.main import GROUPS
from chrono.cli.revision import files_at
from chrono.errors import UsageError
from chrono.files.disk import git
from chrono.files.disk.git import Repository, repository_root
from chrono.files.disk.locate import LocatedLedger
from chrono.files.index.load import load
from chrono.files.read import include
from chrono.files.read.git_tree import CommitFiles
from repositories import ACTORS, HEAD, GitFolder, event
from samples import law
from test_source_files import NAMES, STEPS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]


@pytest.fixture
def ledger(tmp_path: Path) -> GitFolder:
    """A ledger of three files with one call, of 2025-11-03."""
    folder = GitFolder(tmp_path / "book")
    folder.save("2025-11-03", events=HEAD, actors=ACTORS, more__a=event("a", "2025-10-01"))
    return folder


def test_the_whole_tree_of_a_commit_is_read(ledger: GitFolder) -> None:
    ledger.save("2025-11-20", more__b=event("b", "2025-10-02"), more__c=event("c", "2025-10-03"))
    shutil.rmtree(ledger.folder / "more")
    ledger.write(actors="broken = [\n")
    totals = [ledger.chrono("--at", at, "count", "--total").out for at in ("HEAD~1", "HEAD")]
    assert totals == ["1\n", "3\n"]
    assert ledger.chrono("count", "--total").status == 3  # the work tree


@pytest.mark.parametrize(
    "argv",
    [
        ["list"], ["show", "a"], ["search", "Ash"], ["count"], ["summary"], ["timeline"], ["gaps"],
        ["last", "Ash"], ["agenda"], ["compare", "2025", "2024"], ["claims"], ["sources"],
        ["check"], ["actors"], ["types"], ["path"], ["export", "toml"],
    ],
)  # fmt: skip
def test_every_reading_command_answers_as_the_commit_would(
    ledger: GitFolder, argv: list[str]
) -> None:
    then = ledger.chrono(*argv)
    ledger.save("2025-11-20", more__a=event("new", "2025-10-02"))
    for words in (["--at", "HEAD~1", *argv], [*argv, "--at", "2025-11-03"]):
        now = ledger.chrono(*words)
        label = ledger.git("rev-parse", "--short=7", "HEAD~1")
        assert now.out.replace(f"{label}:", "") == then.out
        assert (
            f"note: using the ledger as it was in commit {label} of 2025-11-03"
            in now.err.splitlines()
        )
        assert now.status == then.status


def test_every_command_reads_a_commit_or_refuses_to(ledger: GitFolder) -> None:
    refused = {
        "schema",
        "completion",
        "help",
        "import",
        "rename",
        "join",
        "serve",
        "merge",
        "lsp",
        *GROUPS["Write"],
    }
    for name in refused:
        ran = ledger.chrono("--at", "HEAD", name)
        assert (ran.status, ran.err) == (
            2,
            f"error: --at has no effect on {name}; omit --at\n",
        ) or ("missing argument" in ran.err)
        assert "--at" not in ledger.chrono(name, "--help").out
    tested = {"list", "show", "search", "count", "summary", "timeline", "gaps", "last", "agenda",
              "compare", "claims", "sources", "check", "actors", "types", "path", "export",
              "diff"}  # fmt: skip
    readers = {name for names in GROUPS.values() for name in names} - refused
    assert all("--at" in ledger.chrono(name, "--help").out for name in readers)
    assert tested <= readers


def test_a_day_means_the_last_commit_of_that_day_where_it_was_made(ledger: GitFolder) -> None:
    ledger.save("2025-11-20T23:30:00-11:00", more__b=event("b", "2025-10-02"))  # 21 November in UTC
    ledger.save("2025-11-21T00:30:00+13:00", more__c=event("c", "2025-10-03"))  # 20 November in UTC
    answers = {day: ledger.chrono("--at", day, "count", "--total").out.strip() for day in DAYS}
    assert answers == {"2025-11-19": "1", "2025-11-20": "2", "2025-11-21": "3", "2030": "3"}


DAYS = ("2025-11-19", "2025-11-20", "2025-11-21", "2030")


def test_a_day_is_looked_up_among_first_parents(ledger: GitFolder) -> None:
    ledger.git("checkout", "-q", "-b", "side")
    ledger.save("2025-11-10", more__b=event("b", "2025-10-02"))
    ledger.git("checkout", "-q", "main")
    ledger.save("2025-11-05", more__c=event("c", "2025-10-03"))
    ledger.git("merge", "-q", "side", "-m", "merge", day="2025-11-20")
    assert ledger.chrono("--at", "2025-11-15", "list").out.split()[-1] == "c"
    assert ledger.chrono("--at", "2025-11-20", "count", "--total").out == "3\n"


def test_names_of_commits_that_git_reads(ledger: GitFolder) -> None:
    first = ledger.git("rev-parse", "HEAD")
    ledger.git("tag", "-a", "v1", "-m", "first")
    ledger.save("2025-11-20", more__b=event("b", "2025-10-02"))
    for name in (first, first[:9], "v1", "HEAD^", "@~1", "main@{1}", "HEAD^{/of 2025-11-03}"):
        assert ledger.chrono("--at", name, "count", "--total").out == "1\n", name
    for name in ("-p", "--all", "HEAD:events.toml", ":events.toml", ":0:events.toml", "a\nHEAD",
                 "HEAD\n", "", " ", "HEAD..HEAD", "HEAD^{tree}", "\0", "\udcff"):  # fmt: skip
        ran = ledger.chrono("--at", name, "count", "--total")
        assert (ran.status, ran.out) == (2, ""), name


def test_links_inside_the_tree_are_followed_and_links_out_of_it_are_errors(
    ledger: GitFolder, tmp_path: Path
) -> None:
    (tmp_path / "secret.toml").write_text(event("secret", "2025-10-09"))
    more = ledger.folder / "more"
    (ledger.folder / "real").mkdir()
    (ledger.folder / "real" / "b.toml").write_text(event("b", "2025-10-02"))
    (more / "b.toml").symlink_to("../real/b.toml")
    ledger.save("2025-11-10")
    assert ledger.chrono("--at", "HEAD", "count", "--total").out == "2\n"
    assert ledger.chrono("--at", "HEAD", "path").out.split()[-1].endswith(":more/b.toml")
    for target in ("../../secret.toml", str(tmp_path / "secret.toml"), "../../../../../etc/hosts"):
        (more / "b.toml").unlink()
        (more / "b.toml").symlink_to(target)
        short = ledger.save("2025-11-11")[:7]
        ran = ledger.chrono("--at", "HEAD", "count")
        error = f"{short}:more/b.toml: error: is a link that leads out of the repository"
        assert (ran.status, ran.out, ran.err.splitlines()[-1]) == (3, "", error)
    (more / "b.toml").unlink()
    (more / "b.toml").symlink_to("b.toml")
    ledger.save("2025-11-12")
    assert "too many links" in ledger.chrono("--at", "HEAD", "count").err


def test_includes_that_lead_out_of_the_repository_are_errors(
    ledger: GitFolder, tmp_path: Path
) -> None:
    (tmp_path / "out.toml").write_text(ACTORS)
    for path in ("../out.toml", str(tmp_path / "out.toml")):
        ledger.save("2025-11-10", events=HEAD.replace("actors.toml", path))
        ran = ledger.chrono("--at", "HEAD", "count")
        assert "is outside the repository, so it is not in the commit" in ran.err
        assert (ran.status, ran.out) == (3, "")
    ledger.save(
        "2025-11-10", events=HEAD.replace("actors.toml", str(ledger.folder / "actors.toml"))
    )
    assert ledger.chrono("--at", "HEAD", "count", "--total").out == "1\n"


def test_a_submodule_is_another_repository(ledger: GitFolder, tmp_path: Path) -> None:
    inner = GitFolder(tmp_path / "inner")
    inner.save("2025-10-01", events=ACTORS + event("inner", "2025-09-01"))
    allow = ("-c", "protocol.file.allow=always")
    ledger.git(*allow, "submodule", "--quiet", "add", str(inner.folder), "sub")
    ledger.save("2025-11-10", events=HEAD.replace("actors.toml", "sub/events.toml"))
    ran = ledger.chrono("--at", "HEAD", "count")
    assert 'include "sub/events.toml" is in the submodule sub, another repository' in ran.err
    ran = ledger.chrono("--at", "HEAD", "-f", "sub/events.toml", "count", "--total")
    assert (ran.out, ran.err.partition(" of ")[2]) == ("1\n", "2025-10-01\n")


def test_a_ledger_is_found_from_other_folders(ledger: GitFolder, tmp_path: Path) -> None:
    (ledger.folder / "deep").mkdir()
    (tmp_path / "alias").symlink_to("book")
    for argv, folder in (
        (["list"], ledger.folder / "deep"),
        (["-f", "book/events.toml", "list"], tmp_path),
        (["-f", "alias/events.toml", "list"], tmp_path),
        (["-f", "alias/deep/../events.toml", "list"], tmp_path),
        (["-f", str(ledger.folder / "events.toml"), "list"], tmp_path),
    ):
        assert ledger.chrono("--at", "HEAD", *argv, folder=folder).out.split()[-1] == "a"


def test_a_worktree_and_a_sha256_repository(ledger: GitFolder, tmp_path: Path) -> None:
    ledger.git("worktree", "add", "-q", str(tmp_path / "other"))
    ran = ledger.chrono("--at", "HEAD", "count", "--total", folder=tmp_path / "other")
    assert ran.out == "1\n"
    new = GitFolder(tmp_path / "sha256", "--object-format=sha256")
    name = new.save("2025-11-03", events=HEAD, actors=ACTORS, more__a=event("a", "2025-10-01"))
    assert len(name) == 64
    assert new.chrono("--at", name, "count", "--total").out == "1\n"


def test_a_file_that_the_commit_lacks_is_named_with_the_others(ledger: GitFolder) -> None:
    ledger.git("mv", "events.toml", "ledger.toml")
    ledger.save("2025-11-10")
    ran = ledger.chrono("--at", "HEAD~1", "-f", "ledger.toml", "list")
    short = ledger.git("rev-parse", "--short=7", "HEAD~1")
    assert ran.err.splitlines()[-1] == (
        f"ledger.toml: error: does not exist in commit {short} of 2025-11-03; in that commit, its "
        "folder has actors.toml and events.toml; if the file was renamed, use -f"
    )
    assert ledger.chrono("--at", "HEAD~1", "-f", "events.toml", "count", "--total").out == "1\n"


def test_clones_that_lack_something(ledger: GitFolder, tmp_path: Path) -> None:
    ledger.save("2025-11-10", more__a=event("a", "2025-10-02"))
    for name, option in (("shallow", "--depth=1"), ("partial", "--filter=blob:none")):
        ledger.git("config", "uploadpack.allowFilter", "true")
        ledger.git("clone", "-q", option, f"file://{ledger.folder}", str(tmp_path / name))
    short = ledger.git("rev-parse", "--short=7", "HEAD")
    shallow = tmp_path / "shallow"
    assert ledger.chrono("--at", "HEAD", "count", "--total", folder=shallow).out == "1\n"
    ran = ledger.chrono("--at", "2025-11-03", "count", folder=shallow)
    assert ran.err == (
        f"error: --at 2025-11-03: the oldest commit here is {short} of 2025-11-10; this clone is "
        "shallow; for older commits, run `git fetch --unshallow`\n"
    )
    ran = ledger.chrono("--at", "HEAD~1", "count", folder=shallow)
    assert "this clone is shallow; for older commits, run `git fetch --unshallow`" in ran.err
    ran = ledger.chrono("--at", "HEAD~1", "count", folder=tmp_path / "partial")
    assert "is missing in this clone; `git show " in ran.err
    assert (ran.status, ran.out) == (3, "")


def test_repositories_without_commits_or_files(ledger: GitFolder, tmp_path: Path) -> None:
    empty = GitFolder(tmp_path / "empty")
    empty.write(events=ACTORS)
    assert empty.chrono("--at", "HEAD", "list").err == (
        "error: this repository has no commits yet\n"
    )
    bare = GitFolder(tmp_path / "bare", "--bare")
    bare.write(events=ACTORS)
    assert (
        "is a bare repository, without files; use a clone" in bare.chrono("--at", "1", "list").err
    )
    outside = tmp_path / "events.toml"
    outside.write_text(ACTORS)
    assert ledger.chrono("--at", "1", "list", folder=tmp_path).err == (
        "error: events.toml is not in a git repository\n"
    )
    two = ["-f", "book/events.toml", "-f", "empty/events.toml"]
    assert ledger.chrono("--at", "1", *two, "list", folder=tmp_path).err == (
        "error: the files of the ledger are in several git repositories\n"
    )
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    (tmp_path / "broken" / "events.toml").write_text(ACTORS)
    ran = ledger.chrono("--at", "HEAD", "list", folder=tmp_path / "broken")
    assert ran.err.startswith(f"error: git cannot read {tmp_path / 'broken'}: not a git repository")


def test_without_git(ledger: GitFolder, tmp_path: Path) -> None:
    ran = ledger.chrono("--at", "HEAD", "list", PATH=str(tmp_path))
    assert (ran.status, ran.err) == (
        2,
        "error: git is not installed, and chrono needs git to read commits\n",
    )


def test_files_that_are_no_ledgers_in_the_commit(ledger: GitFolder) -> None:
    ledger.save("2025-11-10", more__b="version https://git-lfs.github.com/spec/v1\noid 1\n")
    assert "more/b.toml: error: is kept by Git LFS" in ledger.chrono("--at", "HEAD", "list").err
    assert ledger.chrono("--at", "HEAD", "-f", "more/a.toml/x", "list").status == 3
    os.remove(ledger.folder / "more" / "b.toml")
    (ledger.folder / "more" / "b.toml").mkdir()
    (ledger.folder / "more" / "b.toml" / "x").touch()
    ledger.save("2025-11-11")
    ran = ledger.chrono("--at", "HEAD", "list")
    assert "matches more/b.toml, which is not a regular file" in ran.err
    assert (
        "contains no *.toml file" in ledger.chrono("--at", "HEAD", "-f", "more/b.toml", "list").err
    )


def test_the_ledger_of_now_is_not_overwritten_by_an_answer_of_then(ledger: GitFolder) -> None:
    for name in ("events.toml", "actors.toml", "more/a.toml"):
        before = (ledger.folder / name).read_text()
        ran = ledger.chrono("--at", "HEAD", "export", "toml", "--output", name)
        assert "this file is part of the ledger" in ran.err
        assert (ledger.folder / name).read_text() == before


def test_a_large_ledger_at_two_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.files.index.load.LARGE", 1)
    cache, ledger = str(tmp_path / "cache"), GitFolder(tmp_path / "book")
    ledger.save("2025-11-03", events=HEAD, actors=ACTORS, more__a=event("a", "2025-10-01"))
    ledger.save("2025-11-10", more__a=event("a", "2024-10-01"))
    for _ in range(2):  # with an empty cache, and with a full one
        for at, total in (("HEAD~1", "1"), ("HEAD", "0"), ("2025-11-03", "1")):
            ran = ledger.chrono("count", "2025", "--total", "--at", at, XDG_CACHE_HOME=cache)
            assert ran.out == f"{total}\n"
    assert ledger.chrono("count", "2025", "--total", XDG_CACHE_HOME=cache).out == "0\n"


# -- nothing that the repository configures is run ------------------------------------------------


@pytest.fixture
def trap(tmp_path: Path) -> tuple[str, Path]:
    """A program that leaves a trace, and the path of the trace."""
    program, trace = tmp_path / "trap", tmp_path / "trace"
    program.write_text(f"#!/bin/sh\necho run >> {trace}\ncat\n")
    program.chmod(0o755)
    return str(program), trace


def test_a_hostile_repository_runs_nothing(
    ledger: GitFolder, trap: tuple[str, Path], tmp_path: Path
) -> None:
    program, trace = trap
    (ledger.folder / ".gitattributes").write_text("*.toml filter=x diff=x\n")
    ledger.save("2025-11-10")
    other = ledger.save("2025-11-11", more__a=event("other", "2025-10-02"))
    first = ledger.git("rev-parse", "HEAD~1")
    blob = ledger.git("rev-parse", f"{first}:more/a.toml")
    ledger.git("replace", blob, ledger.git("rev-parse", f"{other}:more/a.toml"))
    (ledger.folder / ".git" / "info" / "grafts").write_text(f"{other}\n")
    for key in (
        "filter.x.smudge", "filter.x.clean", "filter.x.process", "diff.x.textconv",
        "diff.external", "core.fsmonitor", "core.pager", "pager.cat-file", "core.editor",
        "core.askPass", "core.sshCommand", "core.alternateRefsCommand", "alias.cat-file",
        "alias.rev-parse", "credential.helper", "gpg.program", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        ledger.git("config", key, f"!{program}" if "alias" in key else program)
    for hook in ("post-checkout", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman",
                 "post-index-change"):  # fmt: skip
        shutil.copy(program, ledger.folder / ".git" / "hooks" / hook)
    ran = ledger.chrono("--at", "2025-11-10", "list")
    assert (ran.status, ran.out.split()[-1]) == (0, "a")  # neither replaced nor grafted
    assert not trace.exists()
    ran = ledger.chrono(
        "--at", "HEAD~1", "list", GIT_DIR=str(tmp_path), GIT_WORK_TREE="/",
        GIT_EXTERNAL_DIFF=program, GIT_TRACE=str(trace), GIT_PAGER=program,
        GIT_INDEX_FILE="/", GIT_OBJECT_DIRECTORY="/",
        GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="core.bare", GIT_CONFIG_VALUE_0="true",
        GIT_NAMESPACE="x", GIT_SSH_COMMAND=program,
    )  # fmt: skip
    assert (ran.status, ran.out.split()[-1]) == (0, "a")
    assert not trace.exists()


def test_nothing_is_fetched_from_a_hostile_remote(
    ledger: GitFolder, trap: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, trace = trap
    clone = tmp_path / "partial"
    ledger.git("config", "uploadpack.allowFilter", "true")
    ledger.git("clone", "-q", "--filter=blob:none", "-n", f"file://{ledger.folder}", str(clone))
    ledger.git("-C", str(clone), "config", "protocol.ext.allow", "always")
    ledger.git("-C", str(clone), "config", "remote.origin.url", f"ext::{program}")
    ran = ledger.chrono("--at", "HEAD", "-f", str(clone / "events.toml"), "list")
    assert (ran.status, "is missing in this clone" in ran.err) == (3, True)
    assert not trace.exists()
    environment = git._environment

    def old(root: str) -> dict[str, str]:  # as with a git that does not know the variable
        return {key: value for key, value in environment(root).items() if "LAZY" not in key}

    monkeypatch.setattr(git, "_environment", old)
    ran = ledger.chrono("--at", "HEAD", "-f", str(clone / "events.toml"), "list")
    assert ran.status != 0
    assert not trace.exists()


@pytest.mark.parametrize("path", ["", ".", "./", ":.:"])
def test_git_in_the_current_folder_is_not_run(
    ledger: GitFolder, trap: tuple[str, Path], path: str
) -> None:
    program, trace = trap
    shutil.copy(program, ledger.folder / "git")
    path = f"{path}:{os.environ['PATH']}"
    for folder in (ledger.folder, ledger.folder / "more"):
        argv = ["--at", "HEAD", "-f", str(ledger.folder / "events.toml"), "count", "--total"]
        assert ledger.chrono(*argv, folder=folder, PATH=path).out == "1\n"
    assert not trace.exists()


def test_the_bundled_ledger_has_no_history_where_it_is_installed(tmp_path: Path) -> None:
    path = tmp_path / "site-packages" / "events.toml"
    path.parent.mkdir()
    path.write_text(ACTORS)
    with pytest.raises(
        UsageError, match="--at needs a ledger in a git repository; name a ledger with -f"
    ):
        files_at("HEAD", LocatedLedger((str(path),), "", bundled=True), dt.date.today(), print)


# -- the pieces -----------------------------------------------------------------------------------


def test_git_is_started_once_for_a_commit_and_twice_for_a_day(
    ledger: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = subprocess.Popen

    def counted(argv: list[str], **options: Any) -> Any:
        started.append(argv)
        return start(argv, **options)

    monkeypatch.setattr(subprocess, "Popen", counted)
    for number in range(9):
        ledger.save(f"2025-12-0{number + 1}")
    started.clear()
    assert ledger.chrono("--at", "2025-11-03", "count", "--total").out == "1\n"
    assert [argv[-2:] for argv in started if "rev-list" not in argv] == [["cat-file", "--batch"]]
    assert len(started) == 2
    started.clear()
    assert ledger.chrono("--at", "HEAD~9", "count", "--total").out == "1\n"
    assert len(started) == 1


def test_a_short_name_that_several_objects_have_is_longer(
    ledger: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "FEWEST_DIGITS", 1)  # git itself takes no fewer than four
    repository = Repository(str(ledger.folder))
    commit = repository.commit("HEAD")
    assert commit is not None
    assert repository.shortened(commit).short == commit.name[:4]
    other = ledger.save("2025-11-10")
    ledger.git("branch", commit.name[:4], other)
    assert repository.shortened(commit).short == commit.name[:5]
    repository.close()


def test_a_damaged_folder_is_an_error(ledger: GitFolder, tmp_path: Path) -> None:
    for text in (b"100644 a.toml\0short", b"no end", b"\0" * 30, b"100644\0" + b"x" * 20):
        (tmp_path / "tree").write_bytes(text)
        name = ledger.git("hash-object", "-w", "--literally", "-t", "tree", str(tmp_path / "tree"))
        commit = f"tree {name}\ncommitter A <a> 1700000000 +9999\n\nmessage\n"
        (tmp_path / "commit").write_text(commit)
        made = ledger.git(
            "hash-object", "-w", "--literally", "-t", "commit", str(tmp_path / "commit")
        )
        ran = ledger.chrono("--at", made, "list")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.endswith(f"the folder {name} is damaged\n")


@law(50)
@given(
    names=st.sets(st.sampled_from([one for one in NAMES if ".git/" not in one]), min_size=1),
    pattern=st.lists(st.sampled_from(STEPS), min_size=1, max_size=4).map("/".join),
    links=st.booleans(),
)
def test_a_pattern_matches_the_same_in_a_commit_as_on_the_disk(
    names: set[str], pattern: str, links: bool
) -> None:
    with tempfile.TemporaryDirectory() as top:
        ledger = GitFolder(Path(top).resolve() / "book")
        for name in names:
            path = ledger.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        if links:
            (ledger.folder / "link").symlink_to("x")
            (ledger.folder / "e9.toml").symlink_to("x/y/../a.toml")
        ledger.save("2025-11-03")
        repository = Repository(str(ledger.folder))
        commit = repository.commit("HEAD")
        assert commit is not None
        files = CommitFiles(repository, commit)
        inside = pattern.replace("..", "x/..")  # the commit has nothing above its root
        on_disk = include.matching(str(ledger.folder), inside)
        found = include.matching(str(ledger.folder), inside, files)
        assert found == [path for path in on_disk if f"{os.sep}.git{os.sep}" not in path + os.sep]
        repository.close()


def test_the_same_ledger_from_the_disk_and_from_the_commit(
    ledger: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ledger.folder)
    root = repository_root("more/events.toml")
    assert root == str(ledger.folder)
    repository = Repository(root)
    commit = repository.commit("HEAD")
    assert commit is not None
    files = CommitFiles(repository, commit)
    then, now = load(["events.toml"], None, files), load(["events.toml"])
    assert then._replace(files=()) == now._replace(files=())
    assert [files.path(name) for name in then.files] == [os.path.abspath(f) for f in now.files]
    repository.close()
