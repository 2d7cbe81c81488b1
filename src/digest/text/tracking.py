"""Parameters of an address that tell where a reader came from, and nothing about the text."""

import re

# Parameters that only tell where a reader came from.
TRACKING = re.compile(
    r"(?:utm_.*|(?:fb|g|d|y|ys|tt|tw)clid|srsltid|fb_(?:action_ids|action_types|ref|source)"
    r"|gclsrc|gbraid|wbraid|mc_[ce]id|igsh(?:id)?|msclkid|li_fat_id"
    r"|_ga|_gl|_hsenc|_hsmi|__hst[ac]|__hssc|__hsfp|mkt_tok|vero_(?:id|conv)|oly_(?:anon|enc)_id"
    r"|wt_?(?:mc|zmc)(?:_.*)?|xtor|at_(?:medium|campaign|custom\d|link_.*|format|ptr_.*|bbc_.*)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|ocid|icid|ito|smid|smtyp|sr_share"
    r"|ref_(?:src|url)|__twitter_impression|__source|s_cid|ncid|cvid|trk|guccounter|guce_.*"
    r"|phpsessid|pk_(?:campaign|kwd|source|medium)|mtm_.*|hsctatracking|wpsrc|taid|sh_kit)",
    re.IGNORECASE,
)
QUERY = re.compile(r"\?([^#]*)")


def tracking_parameters(url: str) -> tuple[str, ...]:
    """List the names of the tracking parameters in an address, in order."""
    query = QUERY.search(url)
    names = (pair.partition("=")[0] for pair in (query[1].split("&") if query else ()))
    return tuple(name for name in names if TRACKING.fullmatch(name))


def without_tracking(url: str) -> str:
    """Take the tracking parameters out of an address; everything else stays as it is."""
    query = QUERY.search(url)
    if query is None or not tracking_parameters(url):
        return url
    pairs = query[1].split("&")
    kept = "&".join(one for one in pairs if not TRACKING.fullmatch(one.partition("=")[0]))
    return url[: query.start()] + (f"?{kept}" if kept else "") + url[query.end() :]
