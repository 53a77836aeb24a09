"""Posts that are given and ended: what is wrong is said at its field, and somebody always keeps the machine."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tracker.accounts import posts
from tracker.accounts.models import Post, User
from tracker.accounts.posts import NewPost
from tracker.core import clock, errors
from tracker.core.permissions import Position, Role

DAY = timedelta(days=1)


def give(cast: Cast, who: str, new: NewPost) -> Post:
    """Bình gives somebody a post."""
    with cast.database.writing() as session:
        return posts.add(session, cast.binh, session.get_one(User, getattr(cast, who).id), new)


def end(cast: Cast, who: str, post_id: int, last: date) -> None:
    """Bình ends a post of somebody after a day."""
    with cast.database.writing() as session:
        posts.end(session, cast.binh, session.get_one(User, getattr(cast, who).id), post_id, last, "Chuyển công tác")


def post_id_of(cast: Cast, who: str) -> int:
    with cast.database.reading() as session:
        post_id: int = session.query(Post.id).filter_by(user_id=getattr(cast, who).id).order_by(Post.id).first()[0]  # type: ignore[index]
        return post_id


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPost(Role.LEADERSHIP, "38-PC02", Position.MEMBER, clock.today()), "position"),
        (NewPost(Role.INVESTIGATOR, "38-PC02", Position.MEMBER, clock.today(), clock.today() - DAY), "valid_to"),
        (NewPost(Role.INVESTIGATOR, "", Position.MEMBER, clock.today()), "unit"),
        (NewPost(Role.WARD_ADMIN, "38-PC02", Position.MEMBER, clock.today()), "unit"),
        (NewPost(Role.INVESTIGATOR, "38-PC02", Position.MEMBER, clock.today()), "role"),
    ],
)
def test_a_post_that_cannot_be_is_refused_at_its_field(cast: Cast, new: NewPost, field: str) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        give(cast, "minh", new)
    assert list(refusal.value.fields) == [field]


def test_a_post_ends_once_and_not_before_it_began(cast: Cast) -> None:
    post = give(cast, "minh", NewPost(Role.INVESTIGATOR, "38-PC08", Position.MEMBER, clock.today() - 9 * DAY))
    with pytest.raises(errors.Invalid):
        end(cast, "minh", post.id, clock.today() - 10 * DAY)
    end(cast, "minh", post.id, clock.today() - DAY)
    with pytest.raises(errors.WrongState):
        end(cast, "minh", post.id, clock.today())


def test_a_post_of_somebody_else_is_not_found(cast: Cast) -> None:
    with pytest.raises(errors.NotFound):
        end(cast, "tuan", post_id_of(cast, "minh"), clock.today())


def test_the_last_who_keeps_the_machine_goes_on(cast: Cast) -> None:
    with pytest.raises(errors.WrongState):
        end(cast, "binh", post_id_of(cast, "binh"), clock.today())
    give(cast, "tuan", NewPost(Role.ADMINISTRATOR, "", Position.MEMBER, clock.today()))
    end(cast, "binh", post_id_of(cast, "binh"), clock.today())
