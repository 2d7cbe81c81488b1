"""What mail programs support: facts of the caniemail data set, as this project uses them.

Where they come from: caniemail.com tests each feature in real mail programs and publishes what it
finds. The letters below say the last tested version of each program; the date behind a row is that
of its test.

How it is refreshed: take the data set of the day (https://www.caniemail.com/api/data.json), and for
each row below write, in the order of `CLIENTS`, the first letter of the newest entry under `stats`:
"y" supported, "a" partly or with a trick, "n" not supported, "u" never tested. Then write its
`last_update_date` into `DATE`. A row goes when nothing in
`digest.check.clients` names it any more.
"""

SOURCE = "https://www.caniemail.com/"
LICENCE = "MIT (Can I email, Rémi Parmentier and contributors)"
DATE = "2025-09-09"
CLIENTS = (
    "Gmail",
    "Gmail for iOS",
    "Gmail for Android",
    "Outlook for Windows",
    "Windows Mail",
    "Outlook for Mac",
    "Outlook.com",
    "Outlook for iOS",
    "Outlook for Android",
    "Apple Mail",
    "Apple Mail for iOS",
    "Yahoo Mail",
    "Yahoo Mail for iOS",
    "Yahoo Mail for Android",
    "AOL",
    "Samsung Email",
    "Thunderbird",
    "Proton Mail",
    "GMX",
    "WEB.DE",
    "T-Online",
    "Orange",
    "SFR",
    "LaPoste.net",
    "Free.fr",
    "Mail.ru",
    "Fastmail",
    "HEY",
)
SUPPORT = {
    "css-animation": "nnnnnnnnnyynnnnyynnnunaaunyy",  # 2023-12-19
    "css-aspect-ratio": "nnnnnnnnnyynnnnnnynnunyyuyny",  # 2023-12-19
    "css-at-font-face": "nnnannnnnyynnnnyynnnunnnunny",  # 2023-12-19
    "css-at-import": "nnnyynnnnyynnnnnnnnnunnnunny",  # 2019-02-28
    "css-at-keyframes": "nnnnnnnnnyyynnyyynnnunnnunyy",  # 2021-05-25
    "css-at-media": "aaannaaaayyaaaaanayyuynnuayy",  # 2023-12-13
    "css-at-media-prefers-color-scheme": "nnnnnyyyyyynnnnynnnnnynnynyn",  # 2023-03-08
    "css-backdrop-filter": "nnnnnynnnyynnnnyuunnuuyuuyuu",  # 2024-01-17
    "css-background-blend-mode": "yaannyyyyyynnnnyyynnunyyuyyy",  # 2019-02-28
    "css-background-image": "yyynnyyyyyyaaaayyyaanyyynyyy",  # 2023-07-24
    "css-border-radius": "yyynnyyyyyyaaaayyynnunyyuyyy",  # 2021-03-09
    "css-box-shadow": "naannyyyyyynnnnyyynnunyyuyyy",  # 2023-12-20
    "css-clip-path": "nnnnnnnnnyynnnnyyynnunyyuayy",  # 2021-03-09
    "css-color-scheme": "nnnnunnnnyynnnnyyynnnuauunnn",  # 2023-09-18
    "css-column-count": "yyynnyyyyyynnnnyyynnuyyyuyyy",  # 2019-02-28
    "css-conic-gradient": "nnnnnnnnnyynnnnayyuuynyynyyy",  # 2023-01-02
    "css-display-flex": "yaannyyyyyyyyyyyyynnunyyuyyy",  # 2021-11-02
    "css-display-grid": "nnnnnyynnyynnnnyyynnunyyuyyy",  # 2019-02-28
    "css-filter": "nnnnnnnnnyynnnnyyynnunyyuany",  # 2024-01-03
    "css-float": "yaannyyyyyyaaaayyyaauyyyuyyy",  # 2024-05-08
    "css-function-clamp": "yaannnnnnyynnnnnyynnunyyuyny",  # 2021-05-07
    "css-function-light-dark": "nnnnnnnnuyynnunayanuanaanaua",  # 2024-08-14
    "css-function-max": "yaannnnnnyynnnnnyynnunyyuyny",  # 2021-05-07
    "css-function-min": "yaannnnnnyynnnnnyynnunyyuyny",  # 2021-05-07
    "css-gap": "aaannaaaayynnnnyyynuynyyyyay",  # 2022-12-28
    "css-hyphens": "nnnnnnnnnyynnnnyuuuuuuyuuyuu",  # 2022-08-03
    "css-linear-gradient": "yyannnnnnyynnnnayynnynyyyyyy",  # 2021-12-29
    "css-mask-image": "nnnnnynnnyynnnnyuunnuuuuuyuu",  # 2024-11-27
    "css-max-width": "yyyaayyyyyyyayyyyyyyuyyyuyyy",  # 2019-08-02
    "css-mix-blend-mode": "yaannyyyyyynnnnyyynnunyyuyny",  # 2020-12-12
    "css-object-fit": "yaannyyyyyynnnnyyynnunyyuyyy",  # 2021-07-15
    "css-opacity": "yyynnyyyyyyyyynyyynnunyyunyy",  # 2019-02-28
    "css-overflow": "aaannaaaaaaaaaaayaaauayyuayy",  # 2025-05-27
    "css-overflow-wrap": "nnnnnnnnnaannnnyuuuuuuuuuyuu",  # 2022-08-03
    "css-position": "nnnnnaanaaaaaaaayyyyuaaaunaa",  # 2021-05-16
    "css-pseudo-class-has": "nnnnnnnnnyynnnnynynnuynnunyy",  # 2022-03-15
    "css-pseudo-class-hover": "ynannaanyyyyyyyyyynnuynnunyy",  # 2019-10-23
    "css-pseudo-element-after": "nnnnnaaanyynnnnyynnnunnnunyy",  # 2020-05-21
    "css-pseudo-element-before": "nnnnnaaanyynnnnyynnnunnnunyy",  # 2020-05-21
    "css-radial-gradient": "yyannnnnnyynnnnyyynnyyyyyyyy",  # 2021-12-29
    "css-shape-outside": "nnnnnynnnyynnnnyyuuuuuuuuyuu",  # 2024-02-28
    "css-text-overflow": "yaannyyyyyynnnnnyynnunyyuyyy",  # 2019-02-28
    "css-text-shadow": "nnnnnnnnnyyyyyyyyyyyuyyyuyyy",  # 2019-02-28
    "css-text-wrap": "nnnnnnnnnyynnnnyuunnuuuuuyuu",  # 2024-04-03
    "css-transform": "nnnnnnnnnyynnnnyyynnunyyunyy",  # 2019-02-28
    "css-transition": "nnnnnnnnnyyaaaaayyuuunyyyyya",  # 2024-03-29
    "css-unit-calc": "yaannnnnnyynnnnyyynnunyyuyyy",  # 2020-02-25
    "css-unit-vh": "yyynnyyyyyayyyyyyynnunyyuyny",  # 2023-10-01
    "css-unit-vw": "yyynnyyyyyyyyyyyyynnunyyuyny",  # 2020-02-25
    "css-variables": "nnnnnnnnnyynnnnyyynnunyyunny",  # 2020-02-25
    "css-word-break": "yaaynaaaaaannnnayynnuayyuyya",  # 2022-02-15
    "css-writing-mode": "yaannyyyyyynnnnyyynnunyyuyny",  # 2022-05-04
    "css-z-index": "nnnnnyyyyyyyyyyyyyyyuyyyunyy",  # 2021-05-16
    "html-audio": "nnnnnnnnnyynnnnyynnnunynunnn",  # 2020-04-21
    "html-base": "aaaynaaanyyaaaayyannunnnunaa",  # 2021-12-01
    "html-button-submit": "yaynnnnnyyyynyyyyynnuyayuayn",  # 2019-09-10
    "html-dialog": "nnynnnnnnyynnnnyynnnunyyunnn",  # 2019-02-28
    "html-form": "yaynnaayyyyynyyyynnnunnnunnn",  # 2019-09-10
    "html-input-text": "yyynnyyynyyyynynannnunnnuyyn",  # 2019-09-10
    "html-link": "nnnyynnnnyynnnnnnnnnunnnunnn",  # 2023-12-21
    "html-marquee": "nnnnnaayyyyayyayyannunyaunnn",  # 2020-04-21
    "html-meter": "nnannyyyyyynnnnyyynnunyyunyn",  # 2019-02-28
    "html-object": "nnnnnnnnnaynnnnaannnunnnunnn",  # 2021-02-20
    "html-picture": "nnnnnnnnnaynnnnyynnnunyyunnn",  # 2024-04-15
    "html-progress": "nnannnnnnyynnnnyyynnunyyunyn",  # 2019-02-28
    "html-select": "yaynnyyyyyaynyyyaynnuynnuyyn",  # 2019-09-10
    "html-semantics": "aaannaaaayynnnnyyynnuayyunya",  # 2019-07-29
    "html-srcset": "nnnnnnnnnyynnnnyynnnunyyunnn",  # 2019-05-29
    "html-style": "aaaaayyyyyyyyyyyyynnuynnuyyy",  # 2023-07-27
    "html-svg": "nnnnnnnnnaynnnnyyynnuyyyunnn",  # 2020-02-06
    "html-textarea": "yyynnyyynyyyynynaynnuynnuyyn",  # 2019-09-10
    "html-video": "nnnnnynnnyannnnaynnnunynunnn",  # 2019-09-16
    "image-avif": "aaannyyyyyyyyyyyyynnuyyyunny",  # 2023-01-14
    "image-base64": "nnnanyyyyyyyyyyyyyaauynnuyyn",  # 2020-02-06
    "image-heif": "aaannynynyyaynannannunnnunnn",  # 2020-02-06
    "image-mp4": "nnnnnnyynyyyynynnynnuyyyunnn",  # 2021-05-13
    "image-svg": "naayyyyyyyyyyyyyyyyyuyyyunyy",  # 2023-01-15
    "image-tiff": "ayanyynynyynynnnnynnunyyunny",  # 2020-02-06
    "image-webp": "aaanyyyyyyyyyyyyyyyyuyyyuyyy",  # 2021-02-06
}
