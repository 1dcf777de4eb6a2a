#!/usr/bin/env python3
"""Says the summary of a check in one comment of its pull request, and edits that comment the next time.

    comment.py github|forgejo|gitlab SUMMARY

Only the standard library: it runs where nothing of the request is installed, because it holds a token. The summary
was made by code of the request, so it is text to be tamed, never an instruction: no mention, no picture, no HTML but
folds, no quick action of GitLab is left in it. Read from the environment: `ESEP_TOKEN`; of GitHub `GITHUB_API_URL`,
`GITHUB_REPOSITORY`, `ESEP_HEAD_OWNER`, `ESEP_HEAD_BRANCH`, `ESEP_HEAD_SHA`; of Forgejo the first two and
`ESEP_REQUEST`; of GitLab `CI_API_V4_URL`, `CI_PROJECT_ID`, `CI_MERGE_REQUEST_IID`. Exit codes: 0 said, or there is no
request to say it to; 1 the host refused, or there is no summary; 2 wrong use.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

MARKER = "<!-- esep-summary -->"
AUTHORS = ("github-actions[bot]", "forgejo-actions", "gitea-actions")
LONGEST = 60_000  # characters; GitHub takes 65,536
LARGEST = 1 << 20  # bytes of a summary that is read at all
PAGES, PER_PAGE = 20, 100

UNSEEN = "\u200b"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
MENTION = re.compile(r"@(?=\w)")
REFERENCE = re.compile(r"#(?=\d)")
PICTURE = re.compile(r"!+(?=\[)")
TAG = re.compile(r"<(?!(?:details|details open|/details|summary|/summary|sub|/sub|br)>)")
QUICK_ACTION = re.compile(r"^(?=\s*/[a-z])", re.MULTILINE)


def tame(text: str) -> str:
    """The summary as it may stand in a comment: its words, lists, tables, links and folds, and nothing that acts."""
    text = CONTROLS.sub("", text.replace(MARKER, "")).strip()
    text = TAG.sub("&lt;", PICTURE.sub("", text))
    text = QUICK_ACTION.sub(UNSEEN, REFERENCE.sub("#" + UNSEEN, MENTION.sub("@" + UNSEEN, text)))
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit("\n", 1)[0] + "\n\n…"
    return f"{MARKER}\n{text}\n"


@dataclass(frozen=True)
class Host:
    """Where comments of one request live.

    api: the address every path stands below.
    headers: who asks.
    comments: the path of the request's comments.
    one: the path of one comment; its id follows.
    edit: the method that changes one.
    author: the login of ours; asked for when it is empty.
    """

    api: str
    headers: dict[str, str]
    comments: str
    one: str
    edit: str
    author: tuple[str, ...]

    def ask(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        """The host's answer to one question, decoded from JSON; raises `URLError` and `HTTPError`."""
        request = Request(  # noqa: S310 - the address is the host's own, from its environment
            self.api + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={**self.headers, "Content-Type": "application/json", "User-Agent": "esep"},
            method=method,
        )
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def find_own(self) -> int | None:
        """The id of the comment said before: ours by author and by its first line."""
        authors = self.author or (self.ask("GET", "/user")["username"],)
        seen: set[int] = set()
        for page in range(1, PAGES + 1):
            comments = self.ask("GET", f"{self.comments}?per_page={PER_PAGE}&limit={PER_PAGE}&page={page}")
            new = [comment for comment in comments if comment["id"] not in seen]
            for comment in new:
                if _author_of(comment) in authors and comment["body"].startswith(MARKER):
                    return int(comment["id"])
            if len(new) < PER_PAGE:
                return None
            seen.update(comment["id"] for comment in new)
        return None

    def say(self, text: str) -> str:
        """Say it once: edit what was said before, or say it anew. Returns what was done."""
        own = self.find_own()
        if own is None:
            self.ask("POST", self.comments, {"body": text})
            return "said"
        self.ask(self.edit, f"{self.one}/{own}", {"body": text})
        return "edited"


def _author_of(comment: dict[str, Any]) -> str:
    person = comment.get("user") or comment.get("author") or {}
    return str(person.get("login") or person.get("username") or "")


def github(environment: dict[str, str]) -> Host | None:
    """The open request whose head is the commit that was checked; none when it was closed or has moved on.

    The number is asked of GitHub: what the check says of itself is not to be believed.
    """
    api, repository = environment["GITHUB_API_URL"], environment["GITHUB_REPOSITORY"]
    host = Host(
        api,
        {"Authorization": f"Bearer {environment['ESEP_TOKEN']}", "Accept": "application/vnd.github+json"},
        "",
        f"/repos/{repository}/issues/comments",
        "PATCH",
        AUTHORS,
    )
    head = f"{environment['ESEP_HEAD_OWNER']}:{environment['ESEP_HEAD_BRANCH']}"
    query = urlencode({"state": "open", "head": head, "per_page": PER_PAGE})
    for request in host.ask("GET", f"/repos/{repository}/pulls?{query}"):
        if request["head"]["sha"] == environment["ESEP_HEAD_SHA"]:
            comments = f"/repos/{repository}/issues/{int(request['number'])}/comments"
            return Host(api, host.headers, comments, host.one, host.edit, host.author)
    return None


def forgejo(environment: dict[str, str]) -> Host:
    """The request the workflow runs for; Forgejo and Gitea speak as GitHub does."""
    repository = environment["GITHUB_REPOSITORY"]
    return Host(
        environment["GITHUB_API_URL"],
        {"Authorization": f"token {environment['ESEP_TOKEN']}"},
        f"/repos/{repository}/issues/{int(environment['ESEP_REQUEST'])}/comments",
        f"/repos/{repository}/issues/comments",
        "PATCH",
        AUTHORS,
    )


def gitlab(environment: dict[str, str]) -> Host:
    """The merge request the pipeline runs for; GitLab tells whose the token is."""
    request = int(environment["CI_MERGE_REQUEST_IID"])
    notes = f"/projects/{quote(environment['CI_PROJECT_ID'], safe='')}/merge_requests/{request}/notes"
    token = {"PRIVATE-TOKEN": environment["ESEP_TOKEN"]}
    return Host(environment["CI_API_V4_URL"], token, notes, notes, "PUT", ())


HOSTS = {"github": github, "forgejo": forgejo, "gitlab": gitlab}


def read_summary(path: Path) -> str:
    """The text of a file made elsewhere; raises `OSError` where it is a link, no file, or too large to be a summary."""
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(f"{path} is not a file")
    if path.stat().st_size > LARGEST:
        raise OSError(f"{path} is larger than {LARGEST} bytes: no summary is")
    return path.read_text(encoding="utf-8", errors="replace")


def main(arguments: list[str], environment: dict[str, str]) -> int:
    """Say the summary; the exit code."""
    if len(arguments) != 2 or arguments[0] not in HOSTS:
        print("comment.py github|forgejo|gitlab SUMMARY", file=sys.stderr)
        return 2
    try:
        text = tame(read_summary(Path(arguments[1])))
        host = HOSTS[arguments[0]](environment)
        done = "no open request has this commit any more" if host is None else host.say(text)
    except KeyError as absent:
        print(f"{absent} is not in the environment", file=sys.stderr)
        return 2
    except HTTPError as refused:
        answer = refused.read(2000).decode(errors="replace")
        print(f"{refused.url}: {refused.code} {refused.reason}\n{answer}", file=sys.stderr)
        return 1
    except (URLError, OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(done)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], dict(os.environ)))
