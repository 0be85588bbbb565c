from acree_sandbox.api.vpc.resources import Vpc
from acree_sandbox.network.drawing import draw
from tests.sandbox.network.worlds import cloud_of, two_regions


def test_everything_of_a_world_is_drawn() -> None:
    drawn = draw(cloud_of(two_regions()))
    assert drawn.splitlines()[0] == "flowchart LR"
    for line in (
        '  subgraph "cn-hangzhou"',
        '    n_vpc_2d_client["vpc-client<br/>172.16.0.0/16"]',
        '    n_i_2d_two(["ecs2<br/>172.16.0.1"]) --- n_vpc_2d_client',
        '    n_tr_2d_client{{"tr-client<br/>Enterprise"}}',
        '  n_vpc_2d_client ---|"att-client"| n_tr_2d_client',
        '  n_tr_2d_service ===|"att-peer<br/>100 Mbit/s"| n_tr_2d_client',
    ):
        assert line in drawn.splitlines()
    assert '[("acr-demo<br/>Registry<br/>10.0.0.20")] --- n_vpc_2d_service' in drawn


def test_an_empty_world_is_an_empty_drawing() -> None:
    assert draw(cloud_of({})) == "flowchart LR\n"


def test_names_cannot_break_the_drawing() -> None:
    cloud = cloud_of({})
    cloud.put(Vpc(id='vpc-"]x', region="r", name='a"]-->b<script>&', cidr="10.0.0.0/8"))
    lines = draw(cloud).splitlines()
    assert lines[2] == ('    n_vpc_2d__22__5d_x["a&quot;]--&gt;b&lt;script&gt;&amp;<br/>vpc-&quot;]x<br/>10.0.0.0/8"]')
