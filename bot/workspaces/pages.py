"""The pages an installer sees: plain HTML without script, picture or anything fetched from elsewhere."""

from __future__ import annotations

from html import escape

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",  # the address of the last page holds a code and a state
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - Nadir</title>
<style>
body {{ font: 1.125rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem }}
a {{ color: LinkText }}
a.go {{ display: inline-block; padding: .75rem 1.5rem; border: 2px solid; border-radius: .375rem; font-weight: 600 }}
a:focus-visible {{ outline: 3px solid; outline-offset: 3px }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""

_FAILED = {
    "access_denied": "You, or your workspace's administrators, did not allow it. Nothing was installed.",
    "invalid_browser": "This page was not opened by the browser that began, or it was loaded twice. "
    "Cookies must be allowed for this address.",
    "invalid_state": "The link was used already, or is older than ten minutes.",
    "invalid_code": "Slack did not accept the installation.",
    "not_invited": "This bot serves named workspaces only, and yours is not among them. Nothing was kept.",
}
_OTHER = "Something failed on our side, or Slack told of a problem. Nothing was installed."


def installing(url: str) -> str:
    """The first page: what will happen, and the link to Slack."""
    return _page(
        "Install Nadir in Slack",
        "<p>Slack will show what the app may do and ask you to allow it. You may need an administrator for that.</p>",
        f'<p><a class="go" href="{escape(url)}">Continue to Slack</a></p>',
    )


def installed(place: str) -> str:
    """The last page, when all went well."""
    return _page(
        "Nadir is installed",
        f"<p>It now answers in <strong>{escape(place)}</strong>. You may close this page.</p>",
        "<p>Next, in Slack: type <code>/anc help</code>, or write to Nadir directly. "
        "In a channel where it is to be mentioned: <code>/invite @Nadir</code></p>",
    )


def failed(reason: str, again: str, reference: str) -> str:
    """The last page, when it did not go well: why, what to do, and the reference under which the log has it."""
    return _page(
        "Nadir was not installed",
        f"<p>{_FAILED.get(reason, _OTHER)}</p>",
        f'<p><a class="go" href="{escape(again)}">Try again</a></p>',
        f"<p>If it fails again, tell whoever runs this bot the reference <code>{escape(reference)}</code>.</p>",
    )


def _page(title: str, *body: str) -> str:
    return _PAGE.format(title=escape(title), body="\n".join(body))
