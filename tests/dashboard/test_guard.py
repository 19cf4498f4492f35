"""Requests from elsewhere are refused before anything else sees them, and of the others nothing is passed on as it came."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.dashboard.guard import policy
from sim.dashboard.request import LARGEST_HEADERS, LONGEST_PATH, LONGEST_QUERY, RefusedError, read_request
from tests.dashboard.asking import HERE, LAN, PORT, THERE, Tab, ask, guard, scope

KERNEL = "/jupyter/api/kernels/3a341e7e-8293-4412-a1e1-d702e35e43b1/channels"
PAGE = "session_id=page"
CLOSE = "/_solara/api/close/3a341e7e-8293-4412-a1e1-d702e35e43b1"

OURS = [
    scope(), scope(host="localhost:8765"), scope(host="LOCALHOST:8765"), scope(origin="http://127.0.0.1:8765"),
    scope("websocket", origin="http://127.0.0.1:8765"), scope("websocket", host="localhost:8765", origin="http://localhost:8765"),
]  # fmt: skip
FOREIGN = [
    scope(host=None), scope(host=THERE), scope(host="127.0.0.1"), scope(host="127.0.0.1:80"), scope(host="127.0.0.1.evil.example:8765"),
    scope(origin="http://evil.example"), scope(origin="null"), scope(origin="https://127.0.0.1:8765"), scope("websocket"),
    scope("websocket", origin="http://evil.example"), scope("websocket", origin="null"), scope("websocket", origin="http://127.0.0.1:9999"),
    scope("websocket", host=THERE, origin="http://127.0.0.1:8765"), scope("websocket", origin=""),
]  # fmt: skip


def refused(asked: dict[str, Any], *names: str) -> bool:
    """Whether a request is refused as one from elsewhere."""
    try:
        read_request(asked, PORT, names) if names else read_request(asked, PORT)
    except RefusedError as error:
        return error.status == 403
    return False


@pytest.mark.parametrize("asked", OURS)
def test_a_browser_on_this_machine_is_let_in(asked: dict[str, Any]) -> None:
    assert not refused(asked)


@pytest.mark.parametrize("asked", FOREIGN)
def test_whoever_comes_from_elsewhere_is_refused(asked: dict[str, Any]) -> None:
    assert refused(asked)


def test_on_the_network_this_machines_own_names_are_let_in_and_no_others() -> None:
    names = ("127.0.0.1", "localhost", "10.1.2.3")
    socket = scope("websocket", host=LAN, origin=f"http://{LAN}")
    assert not refused(socket, *names)
    assert refused(socket)
    assert refused(scope(host="10.9.9.9:8765"), *names)
    assert refused(scope("websocket", host=LAN, origin="http://evil.example"), *names)


def test_a_refusal_is_one_sentence_and_reaches_no_page() -> None:
    answer = ask(guard(), scope(host=THERE))
    assert answer.status == 403
    assert answer.text == "This page answers only to a browser that shows it.\n"


def test_a_refused_socket_is_closed_before_it_is_accepted() -> None:
    answer = ask(guard(), scope("websocket", origin="http://evil.example", path=KERNEL, query=PAGE))
    assert answer.sent == [{"type": "websocket.close", "code": 1008}]
    assert not answer.passed


CROSS = ("cross-site", "same-site", "nonsense")


@pytest.mark.parametrize("site", CROSS)
@pytest.mark.parametrize("path", ["/report", "/", "/watch", "/static/main.js"])
def test_a_foreign_page_gets_nothing_by_a_picture_a_frame_or_a_script(site: str, path: str) -> None:
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe"), ("no-cors", "script"), ("navigate", "")):
        assert ask(guard(), scope(path=path, sec_fetch_site=site, sec_fetch_mode=mode, sec_fetch_dest=dest)).status == 403


@pytest.mark.parametrize("site", CROSS)
def test_a_link_elsewhere_opens_a_page_but_starts_no_download(site: str) -> None:
    link = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert ask(guard(), scope(path="/watch", query="m=1956-09", **link)).status == 200
    assert ask(guard(), scope(path="/report", query="q=x", **link)).status == 403
    assert ask(guard(), scope(path="/watch", method="POST", **link)).status == 403


def test_where_a_browser_does_not_say_who_asks_a_report_needs_a_session() -> None:
    assert ask(guard(), scope(host=LAN, path="/report", query="q=x")).text == "Open the first page, then ask for this from there.\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "G\x01T"])
def test_pages_are_read_and_nothing_else(method: str) -> None:
    assert ask(guard(), scope(method=method)).status == 405


def test_head_has_the_headers_of_get() -> None:
    answers = [ask(guard(), scope(method=method)) for method in ("GET", "HEAD")]
    assert len({(answer.status, answer.headers["content-length"], answer.headers["content-type"]) for answer in answers}) == 1


OUT_OF_BOUNDS = [
    (414, scope(path="/" + "a" * LONGEST_PATH)), (414, scope(query="q=" + "%41" * LONGEST_QUERY)),
    (431, scope(x_long="a" * LARGEST_HEADERS)), (431, {**scope(), "headers": [(b"host", HERE.encode())] + [(b"x-%d" % n, b"") for n in range(80)]}),
    (413, scope(content_length="7")), (413, scope(transfer_encoding="chunked")), (413, scope(content_length="-1")),
    (400, {**scope(), "headers": [(b"host", HERE.encode())] * 2}),
    (400, scope(query="kernelid=1")), (400, scope(query="a=b&modelid=1")), (400, scope(query="solara-no-close-beacon")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "asked"), OUT_OF_BOUNDS)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_out_of_bounds_gets_one_sentence(status: int, asked: dict[str, Any], lang: str) -> None:
    answer = ask(guard(), {**asked, "query_string": b"lang=" + lang.encode() + b"&" + asked["query_string"]})
    assert answer.status == status
    assert answer.text.count("\n") == 1
    assert bool(re.search("[가-힣]", answer.text)) == (lang == "ko")


@pytest.mark.parametrize("path", ["/nowhere", "/readyz", "/resourcez", "//", "//watch", "/watch/x", "/jupyter/api/kernels/", "/_solara/api/evict/1", "/\0"])
def test_an_address_without_a_page_is_missing_and_reaches_no_application(path: str) -> None:
    answer = ask(guard(), scope(path=path, query="lang=ko"))
    assert answer.status == 404
    assert "그런 페이지는 없다" in answer.text
    assert not answer.passed


def test_a_document_goes_out_in_its_language_with_its_policy() -> None:
    answer = ask(guard(), scope(query="lang=ko"))
    assert '<html lang="ko">' in answer.text
    assert answer.headers["content-length"] == str(len(answer.text.encode()))
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_two_documents_have_two_nonces() -> None:
    first, second = (ask(guard(), scope()).headers["content-security-policy"] for _ in range(2))
    assert first != second


HEADERS = ["x_script_name", "script_name", "x_forwarded_host", "x_forwarded_prefix", "x_forwarded_proto", "forwarded", "user_agent", "referer"]


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_of_a_request_is_found_in_its_document_or_a_later_one(name: str) -> None:
    one = guard()
    for value in ('"><script>alert(1)</script>', "http"):
        asked = scope(**{name: f"intruder{value}"})
        assert "intruder" not in ask(one, asked).text
    assert "intruder" not in ask(one, scope()).text


def test_a_socket_is_passed_on_with_its_host_and_its_session_and_nothing_else() -> None:
    one = guard()
    session = one.sessions.new()
    cookie = f"other=1; {one.sessions.name}={session}; solara-session-id=chosen"
    hostile = {"x_script_name": "intruder", "x_forwarded_for": "intruder", "user_agent": "intruder", "cookie": cookie}
    answer = ask(one, scope("websocket", origin=f"http://{HERE}", path=KERNEL, query=PAGE + "&more=intruder", **hostile))
    assert answer.sent[0] == {"type": "websocket.accept"}
    passed = answer.passed[0]
    assert passed["headers"] == [(b"host", HERE.encode()), (b"cookie", f"solara-session-id={session}".encode())]
    assert (passed["query_string"], passed["root_path"], passed["path"]) == (PAGE.encode(), "", KERNEL)
    assert "intruder" not in str(passed)


@pytest.mark.parametrize("chosen", ["chosen", "", "a.b", "é.é", "x" * 5000, "a.b.c", '"'])
def test_a_session_that_a_browser_has_chosen_is_none(chosen: str) -> None:
    one = guard()
    page = ask(one, scope(cookie=f"{one.sessions.name}={chosen}"))
    assert f"{one.sessions.name}=" in page.headers["set-cookie"]
    assert not chosen or f"={chosen};" not in page.headers["set-cookie"]
    passed = ask(one, scope("websocket", origin=f"http://{HERE}", path=KERNEL, query=PAGE, cookie=f"{one.sessions.name}={chosen}")).passed[0]
    assert not chosen or f"={chosen}".encode() not in passed["headers"][1][1]


def test_a_session_is_kept_from_scripts_and_from_foreign_pages() -> None:
    one = guard()
    given = ask(one, scope()).headers["set-cookie"]
    assert "; HttpOnly; SameSite=Lax" in given
    assert "set-cookie" not in ask(one, scope(cookie=given.partition(";")[0])).headers
    assert "set-cookie" in ask(guard(), scope(cookie=given.partition(";")[0])).headers  # of another server it is none


def test_the_tab_of_another_session_is_not_taken_over_or_closed() -> None:
    tab = Tab("")
    one = guard({"3a341e7e-8293-4412-a1e1-d702e35e43b1": tab})
    mine, theirs = one.sessions.new(), one.sessions.new()
    tab.session_id = theirs
    for session, status, closed in ((mine, 403, []), (theirs, 200, ["page"])):
        cookie = f"{one.sessions.name}={session}"
        socket = ask(one, scope("websocket", origin=f"http://{HERE}", path=KERNEL, query=PAGE, cookie=cookie))
        assert bool(socket.passed) == (status == 200)
        farewell = scope(method="POST", path=CLOSE, query=PAGE, cookie=cookie, origin=f"http://{HERE}")
        assert ask(one, farewell).status == 204
        assert tab.closed == closed


def test_a_farewell_comes_by_post_from_a_page_of_ours_only() -> None:
    assert ask(guard(), scope(method="POST", path=CLOSE, query=PAGE)).status == 403
    assert ask(guard(), scope(method="POST", path=CLOSE, query=PAGE, origin="http://evil.example")).status == 403
    assert ask(guard(), scope(method="GET", path=CLOSE, query=PAGE, origin=f"http://{HERE}")).status == 405


def test_scripts_are_not_run_because_they_are_inline() -> None:
    scripts = next(part for part in policy("n").split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'nonce-n'" in scripts
    assert "http" not in policy("n")
