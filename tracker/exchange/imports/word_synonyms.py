"""Rules: what lists of cameras write where we have a coded word: yes and no, states, builds. Folded. Pure."""

from collections.abc import Mapping

from tracker.core.i18n import LabeledEnum
from tracker.register.cameras.rules import CameraForm, Connection, Health

SYNONYMS: Mapping[type[LabeledEnum], Mapping[LabeledEnum, str]] = {
    Connection: {
        Connection.POLICE: "co|x|yes|y|true|da ket noi|ket noi|ket noi cong an|cong an|ket noi ve cong an phuong",
        Connection.MOBILISABLE: "khong|no|n|false|chua|chua ket noi|khong ket noi|huy dong|huy dong khi can",
    },
    Health: {
        Health.WORKING: "tot|binh thuong|hoat dong tot|hoat dong binh thuong|dang hoat dong|con hoat dong|dang su dung"
        "|su dung tot|on dinh|hoat dong on dinh|online|active|ok|on|co tin hieu|co|x",
        Health.BROKEN: "hu|hu hong|bi hong|da hong|dang hong|hong hoc|khong hoat dong"
        "|ngung hoat dong|ngung|dung hoat dong"
        "|tam dung|tam ngung|mat tin hieu|mat ket noi|mat hinh|khong co tin hieu|khong len hinh|loi"
        "|offline|inactive|off"
        "|out of service|not working|khong",
        Health.UNKNOWN: "chua ro|khong ro|chua xac dinh|unknown",
    },
    CameraForm: {
        CameraForm.FIXED: "than|than tru|bullet|box|co dinh ngoai troi|co dinh trong nha|static",
        CameraForm.DOME: "ban cau|op tran",
        CameraForm.PTZ: "xoay|quay|quay quet ptz|speed dome|xoay 360",
        CameraForm.PANORAMIC: "toan canh|360|fisheye|mat ca",
    },
}


def synonyms_of(words: type[LabeledEnum]) -> Mapping[str, str]:
    """The codes of words by what else they are called, folded."""
    return {name: word.value for word, names in SYNONYMS.get(words, {}).items() for name in names.split("|")}
