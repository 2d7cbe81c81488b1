"""Words that announce a date: "Published", "Stand:", "Mis à jour le", "입력", "更新"."""

from functools import cache

from digest.text.date_words import fold

# Beginnings of the words that stand before the date of a change.
_UPDATED = (
    "updat aktualis aktualiz zaktualiz actualis actualiz atualiz aggiorn modif mis maj"
    " bijgewerk gewijzig обновл изменен оновл frissit ενημερ τροπο oppdater opdater uppdater"
    " paivitet guncelle güncelle revis edited amended correct corrig geandert geändert azurir"
    " ажурир обновен aktualizov ultima derniere bewerk endre"
    " 수정 更新 최종 修改 تحديث עודכן अपडेट"
)
# Beginnings of the words that stand before the date of publication.
_PUBLISHED = (
    "publi post creat created issued released filed date dated time first last initially"
    " original online live premiere jour ult veroff erstver erstellt erschien stand datum"
    " geschrieben erstmals zuletzt cree paru ecrit parution pubbl scritto data fecha creado"
    " hora horario gepubl geplaatst laatst gemaakt opubl dodan utworz опубл созда дата"
    " опубліков створен публикувано објављ објављено objav objavlj zverej vydan vytvor"
    " megjelen kozzete letrehoz δημοσ αναρτ ημερομ giris yayin olustur tarih offentlig skrevet"
    " skapad julkais luotu lisatty postat actualitate creata diterbit tayang xuat dang cap نشر"
    " تاريخ منشور آخر פורסם תאריך प्रकाशित प्रकाशन 发布 發布 发表 發表 時間 时间 日期 公開"
    " 掲載 配信 投稿 作成 입력 등록 승인 기사입력 작성 게시 발행 송고"
)


@cache
def updated_stems() -> tuple[str, ...]:
    """Collect the beginnings of words that announce the date of a change, folded."""
    return tuple(fold(stem) for stem in _UPDATED.split())


@cache
def label_stems() -> tuple[str, ...]:
    """Collect the beginnings of all words that announce a date, folded."""
    return updated_stems() + tuple(fold(stem) for stem in _PUBLISHED.split())


def is_change(word: str) -> bool:
    """Tell whether a word announces the date of a change."""
    return fold(word).startswith(updated_stems())


def is_label(word: str) -> bool:
    """Tell whether a word announces any date."""
    return fold(word).startswith(label_stems())
