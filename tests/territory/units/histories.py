"""Units of the tests: Thanh Hóa's police as it was in 2024 and is today, few and whole."""

from sqlalchemy.orm import Session

from tracker.territory.units import load_plan, loading, unit_files

COLUMNS = "Mã,Loại,Tên,Tên ngắn,Ký hiệu,Cấp trên,Mã phường xã,Mã tỉnh,Từ ngày,Đến ngày,Kế thừa,Căn cứ\n"
THANH_HOA = (
    COLUMNS
    + "38-CAT,Công an cấp tỉnh,Công an tỉnh Thanh Hóa,CAT Thanh Hóa,CAT,,,38,,,,\n"
    + "38-PC02,Phòng thuộc Công an tỉnh,Phòng Cảnh sát hình sự,PC02,PC02,38-CAT,,38,,,,\n"
    + "38-PC08,Phòng thuộc Công an tỉnh,Phòng Cảnh sát giao thông,PC08,PC08,38-CAT,,38,,,,\n"
    + "38-TP,district,Công an thành phố Thanh Hóa,CATP Thanh Hóa,CATP,38-CAT,,38,,28/02/2025,38-PC02,HD 11/HD-BCA-V03\n"
)


def load(session: Session, text: str = THANH_HOA) -> loading.UnitLoadCounts:
    """Load a list, which must be without fault."""
    plan = load_plan.build_load_plan(session, unit_files.read(text.encode()))
    assert [fault.text for fault in plan.faults] == []
    return loading.load(session, None, plan)
