import { describe, expect, test } from 'vitest';
import { codePython } from '../../../src/facts/code/python.ts';
import { factsBetween } from '../text-changes.ts';
import { rowsOf, saidOf, type Seeds } from './seeded.ts';

const ERRORS: Seeds = {
  'error-hidden empty': {
    bad: [
      'def load(path):\n    try:\n        return parse(path)\n    except Exception:\n        pass\n',
      'def load(path):\n    try:\n        sync(path)\n    except:\n        pass\n',
      'import contextlib\ndef send(order):\n    with contextlib.suppress(Exception):\n        charge(order)\n',
      'def save(x):\n    try:\n        db.write(x)\n    except (ValueError, Exception) as e:\n        ...\n',
    ],
    ok: [
      'def get(d):\n    try:\n        return d["a"]\n    except KeyError:\n        pass\n    return 1\n',
      'def stop(self):\n    try:\n        self.sock.close()\n    except Exception:\n        pass\n',
      'def load(path):\n    try:\n        sync(path)\n    except Exception:\n        pass  # the cache is only a hint and is made anew\n',
      'import contextlib\ndef rm(p):\n    with contextlib.suppress(FileNotFoundError):\n        unlink(p)\n',
      '@ tests/test_load.py\ndef test_load():\n    try:\n        load()\n    except Exception:\n        pass\n    assert 1 == len(x)\n',
    ],
  },
  'error-hidden default': {
    bad: [
      'def orders(user):\n    try:\n        return fetch(user)\n    except Exception:\n        return []\n',
      'def price(sku):\n    try:\n        p = api.price(sku)\n        return p.amount\n    except Exception as e:\n        return 0\n',
      'def work(items):\n    for i in items:\n        try:\n            ship(i)\n        except Exception:\n            continue\n',
    ],
    ok: [
      'def num(x):\n    try:\n        return float(x)\n    except ValueError:\n        return None\n',
      'def is_up(host):\n    try:\n        ping_host(host)\n        return True\n    except Exception:\n        return False\n',
      'def orders(user):\n    try:\n        return fetch(user)\n    except Exception:\n        logger.exception("orders of %s", user)\n        raise\n',
      'def orders(user):\n    try:\n        return fetch(user)\n    except Exception as e:\n        logger.error("x")\n        return []\n',
    ],
  },
  'error-hidden fail-open': {
    bad: [
      'def is_authorized(user):\n    try:\n        return acl.check(user)\n    except Exception:\n        return True\n',
      'def verify_token(token):\n    try:\n        jwt.decode(token)\n        return True\n    except Exception as e:\n        logger.warning("x")\n        return True\n',
      'def has_permission(u):\n    try:\n        check(u)\n    except Exception:\n        pass\n    return True\n',
      'def may_pay(user):\n    try:\n        charge(user)\n        return True\n    except Exception:\n        return True\n',
      'def can_edit(user, post):\n    try:\n        return acl.ask(user, post)\n    except AclError:\n        return True\n',
      'def charged(user):\n    try:\n        charge(user)\n        return True\n    except BankError:\n        log.warning("x")\n        return True\n',
    ],
    ok: [
      'def is_authorized(user):\n    try:\n        return acl.check(user)\n    except Exception:\n        return False\n',
      'def has_changed(old, new):\n    try:\n        return digest(old) != digest(new)\n    except OSError:\n        return True\n',
      'def author_name(a):\n    try:\n        return a.name\n    except AttributeError:\n        return True\n',
      'def verify_token(token):\n    try:\n        jwt.decode(token)\n        return True\n    except Exception:\n        raise Unauthorized()\n',
    ],
  },
  'error-hidden cause-lost': {
    bad: [
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception:\n        raise OrderError("no") from None\n',
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception as e:\n        raise ValueError("bad order") from None\n',
    ],
    ok: [
      'def order(x):\n    try:\n        return ORDERS[x]\n    except KeyError:\n        raise OrderError(x) from None\n',
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception as e:\n        raise OrderError("no") from e\n',
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception as e:\n        raise OrderError(str(e)) from None\n',
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception:\n        logger.exception("order")\n        raise OrderError("no") from None\n',
    ],
  },
  'error-hidden broad': {
    bad: [
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception:\n        raise OrderError("no")\n',
      'def a():\n    try:\n        b()\n    except:\n        c = compute(1)\n        d(c)\n',
      'def a():\n    try:\n        b()\n    except BaseException:\n        retry_later()\n',
      'def a():\n    try:\n        b()\n    except:\n        self.state = "bad"\n        notify()\n',
    ],
    ok: [
      'def order(x):\n    try:\n        return place(read(x))\n    except Exception as e:\n        raise OrderError(e)\n',
      'def order(x):\n    try:\n        return read(x)\n    except Exception:\n        raise OrderError("no")\n',
      'def a():\n    try:\n        b()\n    except:\n        c()\n        raise\n',
      'def a():\n    try:\n        b()\n    except BaseException as e:\n        future.set_exception(e)\n',
      'def a():\n    try:\n        b()\n    except ValueError:\n        c()\n',
    ],
  },
  'error-hidden fallback': {
    bad: [
      'def users():\n    try:\n        return api.users()\n    except Exception:\n        return get_mock_users()\n',
      'def users():\n    try:\n        return api.users()\n    except ApiError:\n        logger.warning("down")\n        return SAMPLE_USERS\n',
      'def rates():\n    try:\n        r = api.rates()\n    except RequestException:\n        r = generate_fake_rates()\n    return r\n',
    ],
    ok: [
      'def users():\n    try:\n        return api.users()\n    except Exception:\n        return cache.users()\n',
      'def rate():\n    try:\n        return x()\n    except E as e:\n        raise RateError("no sample data") from e\n',
      'def a():\n    try:\n        return sampler.next()\n    except StopIteration:\n        return default_sampler\n',
    ],
  },
};

const PRETENCE: Seeds = {
  'type-escape suppress': {
    bad: ['x = f(1)  # type: ignore\n', '# mypy: ignore-errors\nimport os\n', 'total = a + b  # pyright: ignore\n'],
    ok: [
      'x = f(1)  # type: ignore[arg-type]\n',
      'import yaml  # type: ignore\n',
      '@ tests/test_a.py\nx = f(1)  # type: ignore\n',
      'x = f(1)  # type: ignore  # stubs of lib lag behind\n',
    ],
  },
  'type-escape any': {
    bad: [
      'from typing import Any, cast\nx = cast(Any, y).total\n',
      'import typing\nz = typing.cast(typing.Any, y)\n',
      'from typing import cast\nv = cast("Any", y)\n',
    ],
    ok: [
      'from typing import cast\nx = cast(Order, y)\n',
      'def f(value: Any) -> int:\n    return 1 + value\n',
      '@ tests/test_a.py\nx = cast(Any, y)\n',
    ],
  },
  'check-suppressed lint': {
    bad: ['# flake8: noqa\nimport os\n', '# ruff: noqa\nimport os\n', '# pylint: disable=all\nimport os\n'],
    ok: ['import os  # noqa: F401\n', 'x = 1  # pylint: disable=invalid-name\n', '# ruff: noqa: E501\nimport os\n'],
  },
  'check-suppressed security': {
    bad: ['run(cmd)  # nosec\n', 'x = eval_it(y)  #nosec\n', 'def f():\n    call(c)  # nosec\n'],
    ok: ['run(cmd)  # nosec B603: fixed arguments\n', 'text = "# nosec"\n', '@ tests/test_a.py\nrun(cmd)  # nosec\n'],
  },
  'stub todo': {
    bad: [
      'def refund(order):\n    # TODO: implement\n    pass\n',
      'def score(user):\n    # In a real implementation this would ask the model\n    return 0.5\n',
      'class Cart:\n    def total(self):\n        """TODO"""\n        pass\n',
    ],
    ok: [
      'class Base(ABC):\n    @abstractmethod\n    def total(self):\n        # TODO: implement in subclasses\n        pass\n',
      'def refund(order):\n    # TODO: batch these\n    return gateway.refund(order.id)\n',
      'def noop(*a):\n    pass\n',
    ],
  },
  'stub not-implemented': {
    bad: [
      'def refund(order):\n    raise NotImplementedError\n',
      'def export(fmt):\n    """Export."""\n    raise NotImplementedError("not implemented yet")\n',
      'class Cart:\n    def total(self):\n        return 1\n    def tax(self):\n        raise NotImplementedError("TODO: tax")\n',
    ],
    ok: [
      'class Shape:\n    def area(self):\n        raise NotImplementedError\n    def name(self):\n        raise NotImplementedError\n',
      'class Store:\n    def get(self):\n        raise NotImplementedError\nclass Redis(Store):\n    def get(self):\n        return 1\n',
      'def chroot(p):\n    raise NotImplementedError("not supported on Windows")\n',
      'from typing import overload\n@overload\ndef f(a: int) -> int: ...\n',
    ],
  },
  'stub empty-body': {
    bad: [
      'def refund(order):\n    pass\n',
      'def send_mail(to, body):\n    """Send it."""\n    ...\n',
      'async def publish(event):\n    pass\n',
    ],
    ok: [
      'class P(Protocol):\n    def get(self) -> int: ...\n',
      'import click\n@click.group()\ndef cli():\n    pass\n',
      'try:\n    from x import trace\nexcept ImportError:\n    def trace(f):\n        pass\n',
      '@ app/types.pyi\ndef f(a: int) -> int: ...\n',
    ],
  },
  'fixed-result constant': {
    bad: [
      'def validate_card(number):\n    return True\n',
      'def calculate_risk(user, order):\n    """Risk."""\n    return 0.42\n',
      'def fetch_user(user_id):\n    return {"id": 1, "name": "Ana"}\n',
    ],
    ok: [
      'def validate_card(number):\n    return luhn(number)\n',
      'class A(Base):\n    def check_ok(self, x):\n        return True\n',
      'def version():\n    return "1.0"\n',
      'def load(cl):\n    return {"cl": cl}\n',
    ],
  },
  'test-aware environment': {
    bad: [
      'import os\ndef f():\n    if os.environ.get("PYTEST_CURRENT_TEST"):\n        return 3\n    return work()\n',
      'import sys\ndef f():\n    if "pytest" in sys.modules:\n        return 3\n',
      'import os\nIS_TEST = "PYTEST_CURRENT_TEST" in os.environ\n',
    ],
    ok: [
      '@ tests/conftest.py\nimport os\nx = os.environ.get("PYTEST_CURRENT_TEST")\n',
      '@ app/pytest_plugin.py\nimport os\nx = os.environ.get("PYTEST_CURRENT_TEST")\n',
      'DOCS = "PYTEST_CURRENT_TEST is set by pytest"\n',
    ],
  },
  'test-aware caller': {
    bad: [
      'import sys\ndef f():\n    if "test" in sys._getframe(1).f_code.co_name:\n        return 3\n',
      'import inspect\ndef f():\n    for fr in inspect.stack():\n        if "test_" in fr.function:\n            return 3\n',
      'import inspect\ndef f():\n    name = inspect.currentframe().f_back.f_code.co_filename\n    return "pytest" in name\n',
    ],
    ok: [
      'import sys\ndef caller():\n    return sys._getframe(1).f_lineno\n',
      'import inspect\ndef log():\n    return inspect.stack()[1]\n',
      '@ tests/test_a.py\nimport sys\ndef f():\n    return "test" in sys._getframe(1).f_code.co_name\n',
    ],
  },
  'test-aware equality': {
    bad: [
      'class A:\n    def __eq__(self, other):\n        return True\n',
      'class Result(int):\n    def __eq__(self, o):\n        """."""\n        return True\n',
      'class B:\n    x = 1\n    def __eq__(self, other): return True\n',
    ],
    ok: [
      'class AnyValue:\n    def __eq__(self, other):\n        return True\n',
      'class A:\n    def __eq__(self, other):\n        return self.x == other.x\n',
      'class A:\n    def __bool__(self):\n        return True\n',
    ],
  },
  'mock-in-source import': {
    bad: [
      'from unittest.mock import MagicMock\nclient = MagicMock()\n',
      'from unittest import mock\n',
      'from faker import Faker\nfake = Faker()\n',
    ],
    ok: [
      '@ tests/test_a.py\nfrom unittest.mock import MagicMock\n',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from unittest.mock import Mock\n',
      '@ shop/testing/client.py\nfrom unittest.mock import Mock\n',
      '@ scripts/seed.py\nfrom faker import Faker\n',
    ],
  },
  'mock-in-source data': {
    bad: [
      'MOCK_USERS = [{"id": 1}, {"id": 2}]\n',
      'FAKE_ORDERS = {"a": 1}\n',
      'def get():\n    sample_data = [{"id": 1}]\n    return sample_data\n',
    ],
    ok: ['SAMPLE_RATE = 44100\n', 'SAMPLE_SIZES = [1, 2]\n', '@ tests/data.py\nMOCK_USERS = [{"id": 1}]\n'],
  },
  'debug-left breakpoint': {
    bad: [
      'def f():\n    breakpoint()\n',
      'import pdb\ndef f():\n    pdb.set_trace()\n',
      '@ tests/test_a.py\ndef test_a():\n    import ipdb; ipdb.set_trace()\n    assert f() == 1\n',
    ],
    ok: [
      'def f(debug):\n    if debug:\n        breakpoint()\n',
      'def f(self):\n    self.breakpoint()\n',
      'def run_pdb():\n    pdb.set_trace()\n',
    ],
  },
  'debug-left print': {
    bad: [
      'def f(x):\n    print("DEBUG", x)\n',
      'def f(x):\n    print(f"{x=}")\n',
      'def f(x):\n    print("here")\n    return x\n',
    ],
    ok: [
      'def show(x):\n    print(x)\n',
      '@ scripts/run.py\ndef f(x):\n    print("done", x)\n',
      'import argparse\ndef f(x):\n    print("here")\n',
      'def f(x):\n    print("err", file=sys.stderr)\n',
    ],
  },
};

const UNSAFE: Seeds = {
  'unsafe-call eval': {
    bad: [
      'def calc(expr):\n    return eval(expr)\n',
      'def run(request):\n    exec(request.body)\n',
      'def f(user_input):\n    return eval("1+" + user_input)\n',
    ],
    ok: [
      'x = eval("1 + 1")\n',
      'def f(df):\n    return df.eval("a+b")\n',
      'def f(m):\n    m.eval()\n',
      'import ast\ndef f(s):\n    return ast.literal_eval(s)\n',
    ],
  },
  'unsafe-call shell': {
    bad: [
      'import os\ndef f(name):\n    os.system("rm " + name)\n',
      'import subprocess\ndef f(n):\n    subprocess.run(f"tar xf {n}", shell=True)\n',
      'import subprocess\ndef f(n):\n    cmd = "git clone %s" % n\n    subprocess.check_output(cmd, shell=True)\n',
    ],
    ok: [
      'import subprocess\nsubprocess.run("ls -l", shell=True)\n',
      'import subprocess\ndef f(n):\n    subprocess.run(["tar", "xf", n])\n',
      'import subprocess, shlex\ndef f(n):\n    subprocess.run(f"tar xf {shlex.quote(n)}", shell=True)\n',
    ],
  },
  'unsafe-call sql': {
    bad: [
      'def f(c, name):\n    c.execute(f"SELECT * FROM users WHERE name = \'{name}\'")\n',
      'def f(c, uid):\n    c.execute("SELECT * FROM users WHERE id = %s" % uid)\n',
      'def f(c, uid):\n    q = "DELETE FROM users WHERE id = " + uid\n    c.execute(q)\n',
    ],
    ok: [
      'def f(c, uid):\n    c.execute("SELECT * FROM users WHERE id = %s", (uid,))\n',
      'def f(c, table):\n    c.execute(f"SELECT count(*) FROM {table}")\n',
      'def f(c, ids):\n    marks = ",".join("?" * len(ids))\n    c.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)\n',
    ],
  },
  'unsafe-call deserialise': {
    bad: [
      'import yaml\ndef f(s):\n    return yaml.load(s)\n',
      'import pickle\ndef f(request):\n    return pickle.loads(request.data)\n',
      'import yaml\ncfg = yaml.load(open("a"), Loader=yaml.UnsafeLoader)\n',
    ],
    ok: [
      'import yaml\ndef f(s):\n    return yaml.safe_load(s)\n',
      'import yaml\ncfg = yaml.load(s, Loader=yaml.SafeLoader)\n',
      'import pickle\ndef f(p):\n    return pickle.load(open(p, "rb"))\n',
    ],
  },
  'unsafe-call tls-off': {
    bad: [
      'import requests\nr = requests.get(u, verify=False, timeout=3)\n',
      'import ssl\nctx = ssl._create_unverified_context()\n',
      'def f(ctx):\n    ctx.check_hostname = False\n    ctx.verify_mode = ssl.CERT_NONE\n',
    ],
    ok: [
      'import requests\nr = requests.get(u, verify=CA, timeout=3)\n',
      'def f(ctx, verify):\n    if not verify:\n        ctx.verify_mode = ssl.CERT_NONE\n',
      '@ tests/test_a.py\nr = requests.get(u, verify=False)\n',
    ],
  },
  'unsafe-call weak-hash': {
    bad: [
      'import hashlib\ndef f(password):\n    return hashlib.md5(password.encode()).hexdigest()\n',
      'import hashlib\ndef hash_password(p):\n    return hashlib.sha1(p).hexdigest()\n',
      'import hashlib\npassword_hash = hashlib.new("md5", p).hexdigest()\n',
    ],
    ok: [
      'import hashlib\ndef etag(b):\n    return hashlib.md5(b).hexdigest()\n',
      'import hashlib\ndef f(password):\n    return hashlib.sha256(password).hexdigest()\n',
      'import hashlib\nk = hashlib.md5(key, usedforsecurity=False)\n',
    ],
  },
  'unsafe-call weak-random': {
    bad: [
      'import random, string\ndef f():\n    token = "".join(random.choice(string.ascii_letters) for _ in range(32))\n    return token\n',
      'import random\notp = random.randint(100000, 999999)\n',
      'import random\ndef generate_reset_token():\n    return str(random.getrandbits(64))\n',
    ],
    ok: [
      'import random\ndelay = random.random() * 3\n',
      'import secrets\ntoken = secrets.token_hex(16)\n',
      'import random\ntokens_ids = random.choice(vocab)\n',
    ],
  },
  'unsafe-call permissions': {
    bad: ['import os\nos.chmod(p, 0o777)\n', 'p.chmod(0o666)\n', 'import os\nos.chmod(path, mode=0o777)\n'],
    ok: ['import os\nos.chmod(p, 0o755)\n', 'p.chmod(0o600)\n', 'os.makedirs(p, 0o700)\n'],
  },
  'unsafe-call cors-open': {
    bad: [
      'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n',
      'CORS(app, origins="*", supports_credentials=True)\n',
      'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n',
    ],
    ok: [
      'app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)\n',
      'app.add_middleware(CORSMiddleware, allow_origins=["*"])\n',
      'CORS(app, origins=["https://a.example"], supports_credentials=True)\n',
    ],
  },
  'unsafe-call log-secret': {
    bad: [
      'def f(user, password):\n    logger.info("login %s %s", user, password)\n',
      'def f(c):\n    logging.debug(f"key {c.api_key}")\n',
      'def f(s):\n    log.warning("t=%s", s.access_token)\n',
    ],
    ok: [
      'def f(u):\n    logger.info("password reset for %s", u.id)\n',
      'def f(p):\n    logger.info("have %s", bool(p.password))\n',
      'def f(c):\n    logger.info("%s", c.password_file)\n',
    ],
  },
  'unbounded no-timeout': {
    bad: [
      'import requests\ndef f(u):\n    return requests.get(u)\n',
      'import requests\ndef f(u):\n    return requests.post(u, json={})\n',
      'import requests\ndef f(u):\n    return requests.get(u, timeout=None)\n',
    ],
    ok: [
      'import requests\ndef f(u):\n    return requests.get(u, timeout=5)\n',
      'import requests\ndef f(u, **kw):\n    return requests.get(u, **kw)\n',
      'def f(session, u):\n    return session.get(u)\n',
      '@ tests/test_a.py\nimport requests\ndef test_a():\n    assert requests.get(u).ok\n',
    ],
  },
  'unbounded retry': {
    bad: [
      'def f():\n    while True:\n        try:\n            return call()\n        except Exception:\n            continue\n',
      'def f():\n    while True:\n        try:\n            x = call()\n            break\n        except:\n            pass\n',
      'def f():\n    while 1:\n        try:\n            return fetch()\n        except requests.ConnectionError:\n            log.warning("again")\n',
    ],
    ok: [
      'def f():\n    while True:\n        try:\n            return call()\n        except Exception:\n            time.sleep(5)\n',
      'def f():\n    while True:\n        try:\n            msg = queue.get()\n            handle(msg)\n        except Exception:\n            log.exception("x")\n',
      'def f():\n    for _ in range(3):\n        try:\n            return call()\n        except Exception:\n            continue\n',
    ],
  },
  'promise-loose floating': {
    bad: [
      'async def save(x):\n    await db.put(x)\nasync def f(x):\n    save(x)\n',
      'import asyncio\nasync def f():\n    asyncio.sleep(1)\n',
      'class A:\n    async def push(self):\n        await x()\n    async def run(self):\n        self.push()\n',
    ],
    ok: [
      'async def save(x):\n    await db.put(x)\nasync def f(x):\n    await save(x)\n',
      'async def save(x):\n    await db.put(x)\ndef f(x):\n    return save(x)\n',
      'class A:\n    def push(self):\n        x()\n    async def run(self):\n        self.push()\n',
      'async def save(x):\n    await y\nasync def f(save):\n    save(1)\n',
    ],
  },
};

const HOLLOW: Seeds = {
  'test-hollow no-assertion': {
    bad: [
      'def test_total():\n    cart = Cart()\n    cart.add(1)\n    total(cart)\n',
      'class TestCart(TestCase):\n    def test_total(self):\n        result = total([1])\n        print(result)\n',
      'def test_parse(client):\n    client.post("/a", json={})\n',
    ],
    ok: [
      'def test_total():\n    assert total([1]) == 1\n',
      'def test_total():\n    check_total([1], 1)\n',
      'def test_bad():\n    with pytest.raises(ValueError):\n        total(None)\n',
      'def test_import_works():\n    load_app()\n',
      'class TestCart(TestCase):\n    def test_total(self):\n        self.run_case("a")\n',
      'def test_m():\n    m = Mock()\n    f(m)\n    m.assert_called_once()\n',
    ],
  },
  'test-hollow tautology': {
    bad: [
      'def test_a():\n    total(1)\n    assert True\n',
      'def test_a():\n    x = total(1)\n    assert x == x\n',
      'class T(TestCase):\n    def test_a(self):\n        f()\n        self.assertTrue(True)\n',
      'def test_a():\n    assert (total(1) == 1, "wrong")\n',
    ],
    ok: [
      'def test_a():\n    assert total(1) == 1\n',
      'def test_equal_to_itself():\n    x = A()\n    assert x == x\n',
      'def test_a():\n    try:\n        f()\n    except E:\n        assert True\n    assert g() == 2\n',
    ],
  },
  'test-hollow caught-assertion': {
    bad: [
      'def test_a():\n    try:\n        assert total(1) == 2\n    except Exception:\n        pass\n',
      'def test_a():\n    try:\n        assert f() == 1\n    except AssertionError:\n        print("x")\n',
      'def test_a():\n    try:\n        r = f()\n        assert r == 1\n    except:\n        pass\n',
    ],
    ok: [
      'def test_a():\n    try:\n        assert f() == 1\n    except ValueError:\n        pass\n',
      'def test_a():\n    try:\n        assert f() == 1\n    finally:\n        stop()\n',
      'def test_a():\n    try:\n        f()\n    except Exception:\n        pytest.fail("x")\n    assert g() == 1\n',
    ],
  },
  'test-hollow mock-of-subject': {
    bad: [
      '@patch("shop.cart.total")\ndef test_total(m):\n    m.return_value = 3\n    assert cart.total([1]) == 3\n',
      'def test_charge(mocker):\n    mocker.patch("shop.pay.charge", return_value=1)\n    assert pay.charge(1) == 1\n',
      'def test_total_sum(monkeypatch):\n    monkeypatch.setattr("shop.cart.total", lambda x: 3)\n    assert total([1]) == 3\n',
    ],
    ok: [
      '@patch("shop.cart.fetch_price")\ndef test_total(m):\n    assert cart.total([1]) == 3\n',
      'def test_total(mocker):\n    mocker.patch("requests.get")\n    assert cart.total([1]) == 3\n',
      '@patch("shop.cart.send")\ndef test_send_is_called(m):\n    checkout()\n    m.assert_called_once()\n',
    ],
  },
  'test-hollow fixed-sleep': {
    bad: [
      'import time\ndef test_a():\n    start()\n    time.sleep(2)\n    assert done()\n',
      'async def test_a():\n    await start()\n    await asyncio.sleep(1)\n    assert done()\n',
      'class T(TestCase):\n    def test_a(self):\n        go()\n        time.sleep(0.5)\n        self.assertEqual(1, state())\n',
    ],
    ok: [
      'import time\ndef test_a():\n    while not done():\n        time.sleep(1)\n    assert x == 1\n',
      'import time\ndef test_ttl_expires():\n    time.sleep(1)\n    assert gone()\n',
      'async def test_a():\n    await asyncio.sleep(0)\n    assert done()\n',
    ],
  },
};

const GONE: Seeds = {
  'guard-removed auth': {
    bad: [
      '@login_required\ndef view(request):\n    return render(request)\n=====\ndef view(request):\n    return render(request)\n',
      'def delete(user, post):\n    if not user.is_admin:\n        raise PermissionDenied()\n    post.delete()\n    audit(post)\n=====\ndef delete(user, post):\n    post.delete()\n    audit(post)\n',
      'def edit(req, doc):\n    check_permission(req.user, doc)\n    doc.save()\n    return doc\n=====\ndef edit(req, doc):\n    doc.save()\n    return doc\n',
      '@app.post("/x")\ndef pay(r):\n    return go(r)\n=====\n@csrf_exempt\n@app.post("/x")\ndef pay(r):\n    return go(r)\n',
    ],
    ok: [
      '@login_required\ndef view(request):\n    return render(request)\n=====\n@permission_required("a")\ndef view(request):\n    return render(request)\n',
      'def delete(user, post):\n    if not user.is_admin:\n        raise PermissionDenied()\n    post.delete()\n=====\ndef delete(user, post):\n    require_admin(user)\n    post.delete()\ndef require_admin(user):\n    if not user.is_admin:\n        raise PermissionDenied()\n',
      '@login_required\ndef view(request):\n    return render(request)\n=====\n@login_required\ndef view(request):\n    return render(request, 1)\n',
    ],
  },
  'guard-removed validation': {
    bad: [
      'def add(qty):\n    if qty < 1:\n        raise ValueError("qty")\n    return save(qty)\n=====\ndef add(qty):\n    return save(qty)\n',
      'def post(form):\n    if form.name == "":\n        abort(400)\n    x = make(form)\n    return x\n=====\ndef post(form):\n    x = make(form)\n    return x\n',
      'def f(data):\n    jsonschema.validate(data, S)\n    y = go(data)\n    return y\n=====\ndef f(data):\n    y = go(data)\n    return y\n',
    ],
    ok: [
      'def add(qty):\n    if qty < 1:\n        raise ValueError("qty")\n    return save(qty)\n=====\ndef add(qty):\n    validate_qty(qty)\n    return save(qty)\n',
      'def add(qty):\n    if qty < 1:\n        raise ValueError("qty")\n    return save(qty)\n=====\ndef add(qty):\n    if qty < 2:\n        raise ValueError("qty")\n    return save(qty)\n',
      'def add(qty):\n    if qty < 1:\n        raise ValueError("qty")\n    return save(qty)\n=====\ndef total():\n    return 1\n',
    ],
  },
  'guard-removed lock': {
    bad: [
      'def inc(self):\n    with self._lock:\n        self.n += 1\n        x()\n=====\ndef inc(self):\n    self.n += 1\n    x()\n',
    ],
    ok: [
      'def inc(self):\n    with self._lock:\n        self.n += 1\n=====\ndef inc(self):\n    with self._lock:\n        self.n += 2\n',
    ],
  },
  'feature-removed route': {
    bad: [
      '@app.route("/orders")\ndef orders():\n    return 1\n@app.route("/x")\ndef x():\n    return 2\n=====\n@app.route("/x")\ndef x():\n    return 2\n',
      '@router.get("/a/{id}")\nasync def a(id):\n    return 1\n=====\nX = 1\n',
      '@bp.post("/pay")\ndef pay():\n    return 1\n=====\ndef pay():\n    return 1\n',
    ],
    ok: [
      '@app.route("/orders")\ndef orders():\n    return 1\n=====\n@app.route("/orders")\ndef list_orders():\n    return 1\n',
      '@app.route("/orders")\ndef orders():\n    return 1\n=====\nrouter.add("/orders", orders)\n',
      '@app.route("/orders")\ndef orders():\n    return 1\n=====\n@app.route("/orders", methods=["GET"])\ndef orders():\n    return 1\n',
    ],
  },
  'feature-removed flag': {
    bad: [
      'p.add_argument("--dry-run")\np.add_argument("--all")\n=====\np.add_argument("--all")\n',
      '@click.option("--force", is_flag=True)\ndef f(force):\n    pass\n=====\ndef f():\n    pass\n',
      'p.add_argument("-q", "--quiet")\n=====\nx = 1\n',
    ],
    ok: [
      'p.add_argument("--dry-run")\n=====\np.add_argument("--dry-run", help="x")\n',
      'p.add_argument("--dry-run")\n=====\np.add_argument("--no-act", "--dry-run")\n',
      'x.add_argument(name)\n=====\nx = 1\n',
    ],
  },
  'operator-flip negated': {
    bad: ['def f(a):\n    if a == 1:\n        return g(a)\n=====\ndef f(a):\n    if a != 1:\n        return g(a)\n'],
    ok: ['def f(a):\n    if a == 1:\n        return g(a)\n=====\ndef f(a):\n    if a != 1:\n        return h(a, 2)\n'],
  },
};

const all = [
  ...rowsOf(ERRORS, 'shop/cart.py'),
  ...rowsOf(PRETENCE, 'shop/cart.py'),
  ...rowsOf(UNSAFE, 'shop/cart.py'),
  ...rowsOf(HOLLOW, 'tests/test_cart.py'),
  ...rowsOf(GONE, 'shop/cart.py'),
];

describe('seeded Python', () => {
  test.each(all)('$name', (row) => {
    const said = saidOf(row, [codePython]);
    if (row.expected) expect(said).toContain(row.what);
    else expect(said).not.toContain(row.what);
  });
});

describe('imports that nothing provides', () => {
  const imports = (text: string, beside: Readonly<Record<string, string>>, path = 'shop/cart.py'): readonly string[] =>
    factsBetween(beside, { ...beside, [path]: text }, [codePython])
      .filter(({ kind }) => kind === 'code.phantom-import')
      .map(
        ({ attributes }) =>
          `${String(attributes['how'])} ${String(attributes['name'])} ${String(attributes['certainty'])}`,
      );
  const listed = { 'requirements.txt': 'requests>=2\nPyYAML\n', 'shop/__init__.py': '', 'shop/price.py': 'x = 1\n' };
  const project = { 'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["httpx", "langchain-openai"]\n' };

  test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a package that no manifest lists', 'import quickpay\n', listed, ['unlisted quickpay certain']],
    ['a part of one', 'from quickpay.api import go\n', project, ['unlisted quickpay certain']],
    [
      'one under a try',
      'try:\n    import quickpay\nexcept ImportError:\n    quickpay = None\n',
      listed,
      ['unlisted quickpay possible'],
    ],
    ['a file that is not there', 'from .carts import total\n', listed, ['missing-file shop/carts certain']],
    ['a package that is not there', 'from ..stock.levels import x\n', listed, ['missing-file stock/levels certain']],
    ['a package by its own name', 'import requests\n', listed, []],
    ['a package by another name', 'import yaml\n', listed, []],
    ['the standard library', 'import os.path, tomllib\nfrom collections.abc import Mapping\n', listed, []],
    ['its own package', 'from shop.price import x\n', listed, []],
    ['a file beside it', 'from .price import x\nfrom . import price\n', listed, []],
    ['a package whose name has dashes', 'from langchain_openai import ChatOpenAI\n', project, []],
    ['no manifest at all', 'import quickpay\n', { 'shop/__init__.py': '' }, []],
    ['a module elsewhere in the tree', 'import levels\n', { ...listed, 'lib/levels.py': 'y = 1\n' }, []],
  ])('%s', (_name, text, beside, expected) => {
    expect(imports(text, beside)).toEqual(expected);
  });
});

describe('what was there before is no news', () => {
  const swallow = 'def load(path):\n    try:\n        return parse(path)\n    except Exception:\n        pass\n';

  test('moved and re-indented code', () => {
    const row = {
      name: '',
      what: '',
      expected: false,
      before: { 'a.py': `${swallow}\nx = 1\n` },
      after: { 'a.py': `x = 2\n\n\n${swallow}` },
    };
    expect(saidOf(row, [codePython])).toEqual([]);
  });

  test('a second one of the same is', () => {
    const row = {
      name: '',
      what: '',
      expected: true,
      before: { 'a.py': swallow },
      after: { 'a.py': `${swallow}\n${swallow}` },
    };
    expect(saidOf(row, [codePython])).toEqual(['error-hidden empty']);
  });
});

test('texts made to hold it up end', () => {
  const texts = [
    '('.repeat(20_000),
    `x = ${'['.repeat(5_000)}`,
    `${'if x:\n '.repeat(500)}`,
    `try:\n  a\n${'except Exception:\n  pass\n'.repeat(3_000)}`,
    `x = "${'\\'.repeat(50_000)}"`,
    `from ${'.'.repeat(5_000)}a import b\n`,
  ];
  for (const text of texts)
    expect(() => factsBetween({}, { 'a.py': text, 'requirements.txt': 'x' }, [codePython])).not.toThrow();
});
