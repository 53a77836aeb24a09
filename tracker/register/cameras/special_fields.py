"""Rules: rows of `fields.FIELDS` that are read, written or drawn by hand somewhere: name, place, links, states."""

from tracker.core.i18n import N_
from tracker.register.cameras.field_types import (
    CHOOSE,
    BulkPart,
    CameraField,
    ExportColumn,
    FormInput,
    ImportColumn,
    Kind,
    ListColumn,
    PageFact,
)
from tracker.register.cameras.rules import Health, Sort
from tracker.register.places.rules import EAST, NORTH, SOUTH, WEST, Sign

IDENTITY: tuple[CameraField, ...] = (
    CameraField(
        name="code",
        label=N_("Mã camera"),
        most=60,
        required=True,
        log_label=N_("Mã"),
        column=ListColumn(order=10, label=N_("Mã"), sort=Sort.CODE, usual=True, drawn="code"),
        input=FormInput(row="identity", hint=N_("Như ghi trên nhãn hoặc trong sổ, ví dụ CAM-01")),
        fact=None,
        imported=ImportColumn(
            order=10,
            names="ma camera|ma|ma so|ma cam|ma so camera|ma thiet bi|so hieu|so hieu camera|code|camera code|id"
            "|camera id|cameraid|cam id|camid|cam num|cam no|camera no|camera number|camera num|camera ref"
            "|camera reference|device id|asset id|objectid|cctv id|cctv no|관리번호|번호",
        ),
        exported=ExportColumn(order=10),
    ),
    CameraField(
        name="name",
        label=N_("Tên camera"),
        required=True,
        log_label=N_("Tên"),
        column=ListColumn(order=10, label=N_("Tên"), sort=Sort.NAME, drawn="name"),
        input=FormInput(row="identity", hint=N_("Ví dụ: Ngã tư Nguyễn Trãi – Hạc Thành")),
        fact=None,
        imported=ImportColumn(
            order=10,
            names="ten camera|ten|ten cam|ten thiet bi|ten mat|name|camera name|cameraname|cam name|location name"
            "|title|intersection",
        ),
        exported=ExportColumn(order=10, width=36),
    ),
    CameraField(
        name="place",
        label=N_("Điểm lắp đặt"),
        stored=False,
        log_label=N_("Nơi"),
        column=ListColumn(order=10, label=N_("Nơi lắp"), usual=True, drawn="place"),
        input=FormInput(row="place", hint=N_("Để trống nếu giống tên camera")),
        fact=PageFact(order=10, drawn="place"),
        imported=ImportColumn(
            order=10,
            names="diem lap dat|diem lap|diem dat|vi tri|vi tri lap dat|vi tri lap dat camera|vi tri lap camera"
            "|vi tri camera|vi tri lap|noi lap|noi lap dat|noi dat|place|location|site|site name|landmark|설치장소",
        ),
        exported=ExportColumn(order=30, width=28),
    ),
    CameraField(
        name="address",
        label=N_("Địa chỉ"),
        most=300,
        stored=False,
        column=ListColumn(order=10),
        input=FormInput(row="place", hint=N_("Số nhà, đường, tổ dân phố")),
        fact=PageFact(order=10, drawn="address"),
        imported=ImportColumn(
            order=10,
            names="dia chi|dia chi lap dat|dia chi lap dat camera|dia chi camera|dia chi ho|dia chi nha|duong"
            "|duong pho|address|addr|full address|street|street address|소재지도로명주소|소재지지번주소",
        ),
        exported=ExportColumn(order=30, width=32),
    ),
    CameraField(
        name="latitude",
        label=N_("Vĩ độ"),
        kind=Kind.DECIMAL,
        least=-180,  # beyond 90: swapped with the longitude, which is then said in words
        most=180,
        stored=False,
        column=None,
        input=FormInput(row="coordinates"),
        fact=None,
        imported=ImportColumn(
            order=10,
            names="vi do|vi do b|vi do n|lat|latitude|gps lat|y|wgs84위도|위도|toa do y|y vn2000|northing",
            read="latitude",
        ),
        exported=ExportColumn(order=30, between=(SOUTH, NORTH)),
    ),
    CameraField(
        name="longitude",
        label=N_("Kinh độ"),
        kind=Kind.DECIMAL,
        least=-180,
        most=180,
        stored=False,
        column=None,
        input=FormInput(row="coordinates"),
        fact=None,
        imported=ImportColumn(
            order=10,
            names="kinh do|kinh do d|kinh do e|lon|lng|long|longitude|gps lon|gps lng|x|wgs84경도|경도|toa do x"
            "|x vn2000|easting",
            read="longitude",
        ),
        exported=ExportColumn(order=30, between=(WEST, EAST)),
    ),
    CameraField(
        name="coordinates",
        label=N_("Tọa độ (vĩ độ, kinh độ trong một cột)"),
        stored=False,
        column=None,
        input=None,
        fact=None,
        imported=ImportColumn(
            order=20,
            read="coordinates",
            names="toa do|toa do gps|gps|vi do kinh do|coordinates|coordinate|coords|lat lon|lat lng|lat long"
            "|latlon|latlng|latitude longitude|location lat long|location lat lon|location lat lng|wkt|geometry|geom"
            "|the geom|point|toa do vn2000|toa do vn 2000|vn2000|dinh vi|plus code|ma plus code|google maps|google map"
            "|link|link google maps|link google map|link ban do|link vi tri|link toa do|link dinh vi|duong dan ban do"
            "|vi tri google maps|map link|maps link|maps url",
        ),
        exported=None,
    ),
    CameraField(
        name="eyes",
        label=N_("Số mắt (camera trong một dòng)"),
        kind=Kind.INTEGER,
        least=1,
        most=64,
        stored=False,
        column=None,
        input=None,
        fact=None,
        imported=ImportColumn(
            order=20,
            names="so mat|so mat camera|so luong|so luong mat|so luong mat camera|so luong camera|so camera|so cam"
            "|sl|sl camera|tong so mat|quantity|qty|count|number of cameras|camera count|cameras|카메라대수|카메라수",
        ),
        exported=None,
    ),
)
LINKED: tuple[CameraField, ...] = (
    CameraField(
        name="network_id",
        label=N_("Thuộc mô hình"),
        kind=Kind.REFERENCE,
        log_label=N_("Mô hình"),
        column=ListColumn(order=30, key="network", label=N_("Mô hình"), attribute="network"),
        input=FormInput(row="kind", order=60, blank=N_("Không thuộc mô hình nào")),
        fact=PageFact(order=30, label=N_("Mô hình"), drawn="network"),
        imported=ImportColumn(
            order=60, key="network_code", label=N_("Mã mô hình"), names="ma mo hinh|mo hinh|network|network code"
        ),
        exported=ExportColumn(order=40),
        bulk=BulkPart(order=10, clearable=True, blank=N_("Không thuộc mô hình nào")),
    ),
    CameraField(
        name="recorder_id",
        label=N_("Đầu ghi"),
        kind=Kind.REFERENCE,
        column=ListColumn(order=60, key="recorder", attribute="recorder"),
        input=FormInput(row="keeping", order=20, blank=N_("Chưa gắn đầu ghi")),
        fact=PageFact(order=42, drawn="recorder"),
        imported=ImportColumn(
            order=60,
            key="recorder_code",
            label=N_("Mã đầu ghi"),
            names="ma dau ghi|dau ghi|dau ghi hinh|recorder|recorder code|nvr|dvr",
        ),
        exported=ExportColumn(order=46),
        bulk=BulkPart(order=30, clearable=True, blank=N_("Không gắn đầu ghi")),
    ),
    CameraField(
        name="ward_id",
        label=N_("Phường, xã"),
        kind=Kind.REFERENCE,
        required=True,
        column=ListColumn(order=20, key="ward", attribute="ward", sort=Sort.WARD),
        input=None,
        fact=PageFact(order=20, drawn="ward"),
        imported=ImportColumn(
            order=70,
            key="ward_code",
            label=N_("Mã phường, xã"),
            names="ma phuong|ma xa|ma phuong xa|ma dvhc|ma don vi hanh chinh|ward code|commune code|phuong xa|phuong"
            "|phuong xa thi tran|ten phuong|ten phuong xa|ward|ward name|commune",
        ),
        exported=ExportColumn(order=20),
    ),
    CameraField(
        name="owner_id",
        label=N_("Chủ camera"),
        kind=Kind.REFERENCE,
        in_rows=False,
        column=None,
        input=FormInput(order=10, blank=N_("Chưa ghi"), hint=N_("Số của chủ camera, ở trang Chủ camera: 123")),
        fact=PageFact(order=46, drawn="owner"),
        imported=None,
        exported=None,
        bulk=BulkPart(
            order=45,
            clearable=True,
            blank=N_("Không ghi chủ camera"),
            hint=N_("Số của chủ camera, ở trang Chủ camera: 123"),
        ),
    ),
)
KEPT_BY_ACTIONS: tuple[CameraField, ...] = (
    CameraField(
        name="health",
        label=N_("Tình trạng"),
        kind=Kind.CHOICE,
        words=Health,
        column=ListColumn(order=45, sort=Sort.CHECKED, usual=True, drawn="health"),
        input=None,
        fact=None,
        imported=ImportColumn(
            order=82,
            names="tinh trang|tinh trang hoat dong|tinh trang camera|tinh trang ky thuat|hien trang"
            "|hien trang hoat dong"
            "|trang thai|trang thai hoat dong|trang thai camera|hoat dong|status|state|condition|health",
        ),
        exported=None,
    ),
    CameraField(
        name="checked_at",
        label=N_("Kiểm tra"),
        kind=Kind.MOMENT,
        column=ListColumn(order=45, key="checked", sort=Sort.CHECKED, drawn="checked"),
        input=None,
        fact=None,
        imported=ImportColumn(
            order=84,
            key="checked_on",
            label=N_("Ngày kiểm tra tình trạng"),
            read="day",
            names="ngay kiem tra|ngay kiem tra gan nhat|kiem tra ngay|thoi diem kiem tra|ngay cap nhat|checked on"
            "|last checked|last check",
        ),
        exported=None,
    ),
    CameraField(
        name="removed_on",
        label=N_("Ngày tháo dỡ"),
        kind=Kind.DATE,
        column=None,
        input=None,
        fact=None,
        imported=None,
        exported=None,
        bulk=BulkPart(order=80, label=N_("Tháo dỡ từ ngày"), hint=N_("dd/mm/yyyy; camera rời mô hình")),
    ),
    CameraField(
        name="sign_posted",
        label=N_("Biển báo"),
        kind=Kind.CHOICE,
        words=Sign,
        stored=False,
        log_label=N_("Có biển báo"),
        column=None,
        input=None,
        fact=PageFact(order=48, drawn="sign"),
        imported=None,
        exported=None,
        bulk=BulkPart(
            order=70,
            label=N_("Biển báo tại điểm lắp đặt"),
            blank=CHOOSE,
            hint=N_("Đổi cả điểm lắp đặt, cho mọi camera ở đó"),
        ),
    ),
)
