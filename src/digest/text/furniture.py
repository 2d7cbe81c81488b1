"""The phrases by which pages surround an article, in the languages of the papers we read.

All in small letters, with straight apostrophes, and without marks at either end.
"""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

# A paragraph that is exactly one of these.
PHRASES = frozenset(
    line.strip()
    for line in """
    share|share this|share this article|share this story|share this post|share this page
    share this on|share article|share with friends|share this with|share via|share on
    share on facebook|share on twitter|share on x|share on whatsapp|share on linkedin|tweet this
    email this article|email this story|e-mail this article|send to a friend|copy link|copied
    link copied|copy this link|copy link to clipboard|save this article|save article
    save for later
    bookmark this|gift this article|give this article|republish this article
    artikel teilen|diesen artikel teilen|beitrag teilen|teilen|jetzt teilen|teilen auf
    seite teilen
    auf facebook teilen|auf twitter teilen|auf x teilen|per whatsapp teilen|per e-mail teilen
    per mail teilen|link kopieren|artikel merken|merken|artikel versenden|weiterempfehlen
    artikel drucken|seite drucken|beitrag drucken
    partager|partager l'article|partager cet article|partagez cet article|partagez|partager sur
    partager sur facebook|partager sur twitter|partager sur x|envoyer par e-mail|copier le lien
    envoyer à un ami|imprimer l'article|imprimer|sauvegarder l'article
    compartir|comparte|compartir este artículo|compartir artículo|comparte este artículo
    compartir esta noticia|compartir en|compartir en facebook|compartir en twitter
    compartir en x
    comparte esta noticia|copiar enlace|enviar por correo|enviar por email|imprimir|guardar
    condividi|condividi questo articolo|condividi l'articolo|condividi su|condividi su facebook
    condividi su twitter|condividi su x|copia link|invia per email|stampa|stampa questo articolo
    partilhar|partilhe|compartilhar|compartilhe|compartilhe este artigo|compartilhe esta notícia
    compartilhe essa notícia|partilhar este artigo|partilhe este artigo|copiar link
    copiar o link
    compartilhe no facebook|compartilhar no facebook|compartilhe no whatsapp
    delen|deel|deel dit artikel|artikel delen|deel dit bericht|deel via|deel op facebook
    deel op twitter|kopieer link|dit artikel delen|afdrukken|bewaar artikel|bewaren
    udostępnij|udostępnij artykuł|podziel się|podziel się artykułem|drukuj|skopiuj link
    del|del artikkelen|del artikel|dela|dela artikeln|jaa|jaa artikkeli|sdílet|megosztás|paylaş
    поделиться|поделиться статьёй|поделиться статьей|поделитесь|поделись|поділитися|распечатать
    поделиться в соцсетях|скопировать ссылку|поделиться новостью|версия для печати
    κοινοποίηση|κοινοποιήστε|μοιραστείτε|μοιραστείτε το άρθρο|εκτύπωση
    شارك|شارك المقال|شارك هذا المقال|مشاركة|انشر|نسخ الرابط|طباعة
    साझा करें|शेयर करें|इस लेख को साझा करें|इस खबर को शेयर करें
    分享|分享到|分享本文|分享文章|转发|打印|シェア|シェアする|この記事をシェア|記事をシェアする|印刷|공유|공유하기
    print|print this|print this page|print this article|print this story|print page
    print article
    print version|printer friendly|printer-friendly|printer-friendly version
    printer friendly version
    print or save|save as pdf|download pdf|als pdf|druckversion|drucken|version imprimable
    versión imprimible|versión para imprimir|versione stampabile|versão para impressão
    advertisement|advertisements|advertising|advert|ad|ads|sponsored|sponsored content
    paid content
    promoted|paid post|article continues below|article continues below advertisement
    story continues below advertisement|story continues below
    article continues after advertisement
    continue reading below|scroll to continue|scroll to continue with content
    advertisement - scroll to continue
    skip advertisement|skip ad|remove ads|ad feedback|report this ad|advertise with us
    story continues after the advertisement|continues after advertising|ad choices|adchoices
    anzeige|anzeigen|werbung|reklame|nach der anzeige weiterlesen|weiter nach der anzeige
    artikel wird nach der anzeige fortgesetzt|der artikel wird nach der anzeige fortgesetzt
    publicité|publicités|pub|la suite après la publicité
    la suite de l'article après la publicité
    publicidad|anuncio|anuncios|continúa después de la publicidad|continúa leyendo
    pubblicità|annuncio pubblicitario|continua dopo la pubblicità
    l'articolo continua dopo la pubblicità
    publicidade|continua após a publicidade|continua depois da publicidade|anúncio
    advertentie|advertenties|reklama|annonse|annons|annonce|mainos|реклама|διαφήμιση|hirdetés
    iklan
    إعلان|اعلان|विज्ञापन|广告|廣告|広告|광고|reklam
    read more|read more here|read full story|read the full story|read full article
    read the full article|continue reading|keep reading|read on|see more|show more|view more
    more
    learn more|find out more|load more|full story|click here|click here to read more|more here
    more on this story|more on this|more on this topic|more stories|more news
    more from this section
    more like this|more from us|related|related stories|related articles|related story
    related article
    related content|related topics|related news|related posts|related links|related coverage
    see also
    read also|also read|read next|up next|you may also like|you might also like|recommended
    recommended for you|recommended stories|recommended reading|recommended articles|most read
    most popular|trending|trending now|top stories|latest news|latest stories|latest
    editor's picks
    editors' picks|don't miss|in this article|in this story|on this page|topics
    topics in this article
    tags|further reading|what to read next|popular now|must read|must-read
    weiterlesen|mehr lesen|mehr dazu|mehr zum thema|lesen sie auch|lesen sie mehr
    auch interessant
    das könnte sie auch interessieren|das könnte dich auch interessieren|zum thema
    weitere artikel
    weitere themen|mehr anzeigen|verwandte artikel|verwandte themen|ähnliche artikel
    meistgelesen
    meistgelesene artikel|schlagworte|themen|hier klicken|jetzt lesen|empfohlen|mehr
    lire la suite|lire plus|lire aussi|à lire aussi|a lire aussi|à lire également|lire également
    voir aussi|en savoir plus|sur le même sujet|sur le même thème|articles liés|les plus lus
    voir plus
    à voir aussi|dans la même rubrique|à lire|mots-clés|la suite
    leer más|seguir leyendo|sigue leyendo|lea también|lee también|te puede interesar|ver más
    le puede interesar|también te puede interesar|noticias relacionadas|artículos relacionados
    más información|lo más leído|relacionadas|más noticias|más sobre este tema|etiquetas|temas
    leggi tutto|leggi anche|leggi di più|continua a leggere|potrebbe interessarti|vedi anche
    ti potrebbe interessare|articoli correlati|notizie correlate|i più letti|approfondisci
    per approfondire
    leia mais|leia também|continue lendo|veja também|saiba mais|veja mais|notícias relacionadas
    mais lidas|matérias relacionadas|artigos relacionados|ler mais|leia tambem|ver mais
    lees meer|lees ook|lees verder|meer lezen|bekijk ook|gerelateerd|gerelateerde artikelen
    meest gelezen
    meer over dit onderwerp|ook interessant|verder lezen|meer nieuws
    czytaj więcej|czytaj dalej|czytaj także|czytaj też|przeczytaj także|zobacz także|zobacz też
    les mer
    les også|läs mer|läs också|læs mere|læs også|lue myös|lue lisää|olvassa el|devamını oku
    ayrıca oku
    читать далее|читайте также|читать дальше|читать полностью|подробнее|по теме
    материалы по теме
    смотрите также|читайте ещё|читайте еще|другие новости|теги|διαβάστε επίσης
    διαβάστε περισσότερα
    δείτε επίσης|περισσότερα|اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|المزيد|شاهد أيضا|مواضيع ذات صلة
    यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|阅读更多|相关阅读|相关新闻|延伸閱讀|相關新聞|推荐阅读|查看更多|関連記事
    続きを読む|もっと見る|あわせて読みたい|관련기사|더보기
    newsletter|newsletters|our newsletter|daily newsletter|sign up|subscribe|subscribe now
    register
    sign in|log in|login|log in to continue|sign up now|subscribe today|join now|become a member
    already a subscriber|already a subscriber? log in|already have an account? sign in
    support us
    support our journalism|support our work|donate|donate now|make a donation
    thank you for signing up
    thanks for signing up|thank you for subscribing|abonnieren|jetzt abonnieren
    newsletter abonnieren
    newsletter bestellen|jetzt anmelden|anmelden|zum newsletter anmelden|s'abonner|abonnez-vous
    s'inscrire|inscrivez-vous|se connecter|je m'abonne|suscríbete|suscribirse|iniciar sesión
    regístrate
    abbonati|iscriviti|accedi|registrati|assine|assine já|inscreva-se|entrar|subscreva|aanmelden
    inschrijven|abonneren|word lid|inloggen|zapisz się|подписаться|подписывайтесь|подпишитесь
    войти
    εγγραφή|اشترك|اشترك الآن|订阅|登录|購読する|登録|구독
    comment|comments|leave a comment|leave a reply|post a comment|add a comment|add comment
    view comments
    show comments|hide comments|write a comment|no comments|no comments yet
    be the first to comment
    join the conversation|join the discussion|join the debate|have your say|what do you think
    your comment|comments are closed|comments closed|comments are closed on this article
    view all comments
    read the comments|kommentare|kommentar schreiben|kommentieren|kommentar verfassen
    keine kommentare
    alle kommentare anzeigen|diskutieren sie mit|jetzt kommentieren|commentaires|commenter
    réagir
    laisser un commentaire|aucun commentaire|voir les commentaires|comentarios|comentar
    deja un comentario|dejar un comentario|sin comentarios|ver comentarios|commenti|commenta
    lascia un commento|nessun commento|comentários|comente|deixe um comentário
    deixe seu comentário
    reacties|reageer|plaats een reactie|geen reacties|komentarze|dodaj komentarz|skomentuj
    комментарии|оставить комментарий|комментировать|добавить комментарий|σχόλια|التعليقات
    أضف تعليق
    टिप्पणी करें|टिप्पणियां|评论|发表评论|コメント|コメントを書く|댓글
    follow us|follow|follow us on social media|follow us on|find us on facebook
    like us on facebook
    folgen sie uns|folgen|suivez-nous|síguenos|seguici|siga-nos|volg ons|obserwuj nas
    мы в соцсетях
    image|images|photo|photos|picture|pictures|photo gallery|gallery|video|watch|watch video
    play video
    watch now|play|image caption|image source|image credit|photo credit|media caption
    getty images
    caption
    file photo|file image|file picture|slideshow|view gallery|view photos|enlarge image
    open image in gallery
    expand image|open in gallery|view image in fullscreen|toggle caption|hide caption|close|bild
    bilder
    foto|fotos|bildergalerie|fotostrecke|bild vergrößern|video abspielen|archivbild|symbolbild
    archivfoto|symbolfoto|diaporama|photo d'illustration|image d'illustration|galería|galleria
    fotogalería|fotogalleria|vídeo|foto de archivo|foto d'archivio|galeria|imagem|фото|видео
    صورة
    listen|listen to article|listen to this article|listen to this story|listen now|audio
    artikel anhören
    artikel vorlesen|vorlesen|anhören|écouter|écouter l'article|écouter cet article|escuchar
    escuchar artículo|ascolta|ascolta articolo|ascolta l'articolo|ouvir|ouça este conteúdo
    luister
    accept|accept all|accept cookies|accept all cookies|cookie settings|manage cookies
    cookie policy
    privacy policy|terms of use|terms and conditions|terms of service|privacy notice|reject all
    manage preferences|alle akzeptieren|cookies akzeptieren|cookie-einstellungen|datenschutz
    impressum
    tout accepter|accepter et fermer|aceptar|aceptar todo|accetta|accetta tutti|aceitar
    accepteren
    back to top|top|go to top|scroll to top|back|skip to content|skip to main content
    skip to navigation
    home|menu|search|main menu|navigation|next|previous|next article|previous article|next story
    previous story|next page|previous page|nach oben|zurück|zum seitenanfang|retour|haut de page
    volver
    torna su|voltar ao topo|terug naar boven|loading|loading...|please wait|all rights reserved
    alle rechte vorbehalten|tous droits réservés|todos los derechos reservados
    tutti i diritti riservati
    todos os direitos reservados|alle rechten voorbehouden|все права защищены|report an error
    report a typo
    report a mistake|report this|correct this article|fehler melden|fehler gefunden|rss|rss feed
    this article is more than 1 year old|this article was published more than a year ago
    contact us
    contact the author|about the author|about the authors|about us|written by|posted in
    filed under
    categories
    opens in new window|opens in a new tab|opens in new tab|external link|end of article
    about this article|email|e-mail
    copy url|loading…|scroll down for more|read the transcript|transcript
    click to expand|published on|nach oben|zur startseite|mehr aus dem ressort|für sie ausgewählt
    share your thoughts|send us your story|für sie empfohlen|jetzt weiterlesen|zum artikel
    lire l'article|ver artículo|leia a matéria|kommentare anzeigen|alle artikel anzeigen
    mirá también|mira también
    people are also reading|dalszy ciąg materiału pod wideo|dalszy ciąg tekstu pod wideo
    dalsza część artykułu pod materiałem wideo|tekst gaat verder onder de foto
    tekst gaat verder onder de video|lees verder onder de foto|de tekst gaat verder onder de foto
    artikeln fortsätter under annonsen|artikkelen fortsetter under annonsen
    artiklen fortsætter efter annoncen|saken fortsetter etter annonsen
    newsletter promotion|zur merkliste hinzufügen|artikel speichern|story continues below this ad
    exclusive to subscribers|subscribers only|for subscribers|nur für abonnenten|réservé aux abonnés
    solo para suscriptores|solo suscriptores|riservato agli abbonati|só para assinantes
    """.replace("\n", "|").split("|")
    if line.strip()
)

# Buttons; a row of nothing else, with fillers between them, is a row of buttons.
_WIDGETS = (
    "facebook twitter whatsapp linkedin pinterest reddit telegram instagram tumblr flipboard"
    " pocket"
    " messenger viber vk vkontakte odnoklassniki xing bluesky mastodon threads youtube tiktok"
    " weibo"
    " wechat line snapchat tweet retweet share shares teilen partager compartir condividi"
    " compartilhar partilhar delen deel twittern tweeten"
)
WIDGETS = frozenset(_WIDGETS.split())
_WIDGET_FILLERS = (
    "x email e-mail mail print copy link sms url on via by to this article story page post"
    " google"
    " google+ plus news save comment comments like pin skype more and or the us follow icon"
    " logo"
    " button shared send drucken per auf bei und diesen artikel link kopieren merken imprimer"
    " sur"
    " par"
    " cet envoyer copier lien le imprimir en por correo este artículo su stampa questo"
    " articolo no"
    " pelo este artigo op dit artikel afdrukken messenger facebook close copied"
)
WIDGET_FILLERS = frozenset(_WIDGET_FILLERS.split())
