"""Writing accounts: who may make, disable and enable them, and what that ends."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker.accounts import actions, queries
from tracker.accounts.models import User
from tracker.core import clock, errors
from tracker.core.permissions import Role, Scope
from tracker.core.viewer import Viewer

NEW = {"login": "mai", "name": "Trần Thị Mai", "role": Role.WARD_ADMIN, "password_hash": "x", "unit": "14797"}


@pytest.mark.parametrize("login", ["lan", "minh", "thuy", "an"])
def test_nobody_but_an_administrator_makes_or_disables_accounts(cast: Cast, session: Session, login: str) -> None:
    actor: Viewer = getattr(cast, login)
    with pytest.raises(errors.NotAllowed):
        actions.create_user(session, actor, **NEW)
    with pytest.raises(errors.NotAllowed):
        actions.set_active(session, actor, _user(session, "hoa"), False)
    with pytest.raises(errors.NotAllowed):
        actions.set_password(session, actor, _user(session, "hoa"), "x")


def test_a_name_is_one_word_and_taken_once(cast: Cast, session: Session) -> None:
    for login in ("", "hai từ", "x" * 65, "LAN"):
        with pytest.raises(errors.Invalid) as refused:
            actions.create_user(session, cast.binh, **{**NEW, "login": login})
        assert list(refused.value.fields) == ["login"]


def test_a_ward_admin_needs_the_police_of_a_ward_of_today(cast: Cast, session: Session) -> None:
    for unit in ("", "99999", cast.old_dong_son.code, "PC02"):
        with pytest.raises(errors.Invalid) as refused:
            actions.create_user(session, cast.binh, **{**NEW, "unit": unit})
        assert list(refused.value.fields) == ["unit"]


def test_a_ward_admin_answers_for_the_wards_that_went_into_the_own(cast: Cast) -> None:
    assert cast.lan.wards == {cast.hac_thanh.id, cast.old_dong_son.id, cast.old_dong_ve.id}
    assert cast.minh.wards == frozenset()


def test_binh_cannot_lock_himself_out_or_work_on_an_old_page(cast: Cast, session: Session) -> None:
    with pytest.raises(errors.NotAllowed):
        actions.set_active(session, cast.binh, _user(session, "binh"), False)
    with pytest.raises(errors.Stale):
        actions.set_active(session, cast.binh, _user(session, "hoa"), False, version=7)


def test_disabling_ends_every_session(cast: Cast, session: Session) -> None:
    minh = _user(session, "minh")
    secrets = [actions.sign_in(session, minh, "10.0.0.1", "").session_token for _ in range(2)]
    assert all(_viewer(session, secret) for secret in secrets)
    actions.set_active(session, cast.binh, minh, False)
    actions.set_active(session, cast.binh, minh, True)
    assert not any(_viewer(session, secret) for secret in secrets)


def test_a_session_opened_just_as_the_account_was_disabled_is_dead(cast: Cast, session: Session) -> None:
    minh = _user(session, "minh")
    actions.set_active(session, cast.binh, minh, False)
    session.flush()
    assert not _viewer(session, actions.sign_in(session, minh, "10.0.0.1", "").session_token)


def test_a_token_cannot_be_made_in_the_past_or_ended_by_somebody_else(cast: Cast, session: Session) -> None:
    with pytest.raises(errors.Invalid):
        actions.create_token(session, cast.minh, name="x", scope=Scope.READ, expires_at=clock.now())
    later = clock.now() + timedelta(days=1)
    token, secret = actions.create_token(session, cast.minh, name="x", scope=Scope.READ, expires_at=later)
    with pytest.raises(errors.NotFound):
        actions.revoke_token(session, cast.tuan, token.id)
    assert queries.viewer_by_token(session, secret, clock.now())


def _user(session: Session, login: str) -> User:
    user = queries.by_login(session, login)
    assert user is not None
    return user


def _viewer(session: Session, secret: str) -> object:
    return queries.viewer_by_session(session, secret, clock.now(), timedelta(hours=1), timedelta(hours=12))
