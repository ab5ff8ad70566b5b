import { describe, expect, test } from 'vitest';
import { codeGo } from '../../../src/facts/code/go.ts';
import { factsBetween } from '../text-changes.ts';
import { rowsOf, saidOf, type Seeds } from './seeded.ts';

const SEEDS: Seeds = {
  'error-hidden ignored': {
    bad: [
      'func save(o Order) error { return nil }\nfunc Run(o Order) {\n\t_ = save(o)\n}\n',
      'func Load(p string) []byte {\n\tb, _ := os.ReadFile(p)\n\treturn b\n}\n',
      'func Num(s string) int {\n\tn, _ := strconv.Atoi(s)\n\treturn n\n}\n',
    ],
    ok: [
      'func Run(f *os.File) {\n\t_ = f.Close()\n}\n',
      'func Has(m map[string]int) int {\n\tn, _ := m["a"]\n\treturn n\n}\n',
      'func Host() string {\n\th, _ := os.Hostname()\n\treturn h\n}\n',
      'func Load(p string) []byte {\n\tb, _ := os.ReadFile(p) // the file may be missing on first start\n\treturn b\n}\n',
    ],
  },
  'error-hidden empty': {
    bad: [
      'func Run() {\n\tif err := save(); err != nil {\n\t}\n}\n',
      'func Run() {\n\terr := save()\n\tif err != nil {\n\t}\n\tgo2()\n}\n',
      'func Run() {\n\tdefer func() { recover() }()\n\tgo2()\n}\n',
    ],
    ok: [
      'func Run() error {\n\tif err := save(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n',
      'func Run() {\n\tdefer func() {\n\t\tif r := recover(); r != nil {\n\t\t\tlog.Error(r)\n\t\t}\n\t}()\n}\n',
      'func Run() {\n\tif err := rm(); err != nil {\n\t\t// it is gone already, which is what we want\n\t}\n}\n',
    ],
  },
  'error-hidden default': {
    bad: [
      'func Orders() ([]Order, error) {\n\tr, err := fetch()\n\tif err != nil {\n\t\treturn nil, nil\n\t}\n\treturn r, nil\n}\n',
      'func Save() error {\n\tif err := write(); err != nil {\n\t\treturn nil\n\t}\n\treturn nil\n}\n',
      'func Price() (int, error) {\n\tp, err := ask()\n\tif err != nil {\n\t\treturn 0, nil\n\t}\n\treturn p, nil\n}\n',
    ],
    ok: [
      'func Orders() ([]Order, error) {\n\tr, err := fetch()\n\tif err != nil {\n\t\treturn nil, fmt.Errorf("x: %w", err)\n\t}\n\treturn r, nil\n}\n',
      'func Save() error {\n\tif err := write(); errors.Is(err, ErrGone) {\n\t\treturn nil\n\t}\n\treturn nil\n}\n',
      'func Find() (*Order, error) {\n\to, err := ask()\n\tif err != nil {\n\t\treturn nil, nil\n\t}\n\treturn o, nil\n}\n',
    ],
  },
  'error-hidden cause-lost': {
    bad: [
      'func Pay(o Order) error {\n\tif err := charge(o); err != nil {\n\t\treturn errors.New("could not pay")\n\t}\n\treturn nil\n}\n',
      'func Orders() ([]Order, error) {\n\tr, err := fetch()\n\tif err != nil {\n\t\treturn nil, fmt.Errorf("orders of %s", name)\n\t}\n\treturn r, nil\n}\n',
    ],
    ok: [
      'func Pay(o Order) error {\n\tif err := charge(o); err != nil {\n\t\treturn fmt.Errorf("pay: %w", err)\n\t}\n\treturn nil\n}\n',
      'func Pay(o Order) error {\n\tif err := charge(o); err != nil {\n\t\treturn errors.New("pay: " + err.Error())\n\t}\n\treturn nil\n}\n',
      'func Port(s string) (int, error) {\n\tn, err := strconv.Atoi(s)\n\tif err != nil {\n\t\treturn 0, fmt.Errorf("%q is no port", s)\n\t}\n\treturn n, nil\n}\n',
      'func Find(id string) error {\n\tif err := ask(id); err != nil {\n\t\treturn ErrNotFound\n\t}\n\treturn nil\n}\n',
    ],
  },
  'error-hidden fail-open': {
    bad: [
      'func IsAuthorized(u User) bool {\n\tok, err := acl(u)\n\tif err != nil {\n\t\treturn true\n\t}\n\treturn ok\n}\n',
      'func VerifyToken(s string) (bool, error) {\n\terr := check(s)\n\tif err != nil {\n\t\treturn true, nil\n\t}\n\treturn true, nil\n}\n',
      'func MayPay(u User) bool {\n\tif err := charge(u); err != nil {\n\t\treturn true\n\t}\n\treturn true\n}\n',
      'func (g *Gate) CanEdit(u User) (bool, error) {\n\tok, err := g.acl.Ask(u)\n\tif err != nil {\n\t\treturn true, nil\n\t}\n\treturn ok, nil\n}\n',
      'func RequireAuth(next http.Handler, w http.ResponseWriter, r *http.Request) {\n\tif err := check(r); err != nil {\n\t\tnext.ServeHTTP(w, r)\n\t\treturn\n\t}\n\tnext.ServeHTTP(w, r)\n}\n',
      'func (s *S) Allow(k string) bool {\n\tn, err := s.r.Incr(k)\n\tif err != nil {\n\t\treturn true\n\t}\n\treturn n < 5\n}\n',
    ],
    ok: [
      'func IsAuthorized(u User) bool {\n\tok, err := acl(u)\n\tif err != nil {\n\t\treturn false\n\t}\n\treturn ok\n}\n',
      'func Missing(p string) bool {\n\t_, err := os.Stat(p)\n\tif err != nil {\n\t\treturn true\n\t}\n\treturn false\n}\n',
      'func VerifyToken(s string) bool {\n\treturn check(s) == nil\n}\n',
    ],
  },
  'stub not-implemented': {
    bad: [
      'func Refund(o Order) error {\n\tpanic("not implemented")\n}\n',
      'func Refund(o Order) error {\n\treturn errors.New("not implemented")\n}\n',
      'func (s *S) Tax() int {\n\tpanic("TODO: tax")\n}\n',
    ],
    ok: [
      '@ pkg/chroot_windows.go\nfunc Chroot(p string) error {\n\treturn errors.New("not implemented")\n}\n',
      'func Do(k string) error {\n\tif k == "" {\n\t\treturn errors.New("not implemented")\n\t}\n\treturn run(k)\n}\n',
      'func Must(e error) {\n\tpanic(e)\n}\n',
    ],
  },
  'stub todo': {
    bad: [
      'func Refund(o Order) {\n\t// TODO: implement\n}\n',
      'func Score(u User) float64 {\n\t// for now\n\treturn 0.5\n}\n',
      'func Rate() int {\n\t// in a real system this asks the bank\n\treturn 3\n}\n',
    ],
    ok: [
      'func (noopTracer) Start() {}\n',
      'func Refund(o Order) error {\n\t// TODO: batch\n\treturn send(o)\n}\n',
      'func init() {}\n',
    ],
  },
  'fixed-result constant': {
    bad: [
      'func ValidateCard(n string) bool {\n\treturn true\n}\n',
      'func CalculateRisk(u User) float64 {\n\treturn 0.42\n}\n',
      'func ParseKind(s string) (string, error) {\n\treturn "a", nil\n}\n',
    ],
    ok: [
      'func ValidateCard(n string) bool {\n\treturn luhn(n)\n}\n',
      'func Version() string {\n\treturn "1"\n}\n',
      'func (a A) CheckOK(s string) bool {\n\treturn true\n}\n',
    ],
  },
  'check-suppressed lint': {
    bad: ['var X = f() //nolint\n', 'func A() { b() } // nolint\n', '//nolint:all\nvar Y = 1\n'],
    ok: [
      'var X = f() //nolint:gosec // fixed input\n',
      '@ pkg/a_test.go\nvar X = f() //nolint\n',
      'var S = "//nolint"\n',
    ],
  },
  'unsafe-call tls-off': {
    bad: [
      'var C = &tls.Config{InsecureSkipVerify: true}\n',
      'func F(c *tls.Config) {\n\tc.InsecureSkipVerify = true\n}\n',
      'var T = &http.Transport{TLSClientConfig: &tls.Config{MinVersion: 1, InsecureSkipVerify: true}}\n',
    ],
    ok: [
      'var C = &tls.Config{InsecureSkipVerify: false}\n',
      'func F(c *tls.Config, o bool) {\n\tif o {\n\t\tc.InsecureSkipVerify = true\n\t}\n}\n',
      '@ pkg/a_test.go\nvar C = &tls.Config{InsecureSkipVerify: true}\n',
    ],
  },
  'unsafe-call shell': {
    bad: [
      'func F(n string) {\n\texec.Command("sh", "-c", "rm "+n).Run()\n}\n',
      'func F(n string) {\n\texec.Command("/bin/bash", "-c", fmt.Sprintf("tar xf %s", n)).Run()\n}\n',
      'func F(ctx context.Context, n string) {\n\tc := "ls " + n\n\texec.CommandContext(ctx, "sh", "-c", c).Run()\n}\n',
    ],
    ok: [
      'func F(n string) {\n\texec.Command("tar", "xf", n).Run()\n}\n',
      'func F() {\n\texec.Command("sh", "-c", "ls | wc").Run()\n}\n',
      'func F() {\n\texec.Command("sh", "-c", "ls"+" -l").Run()\n}\n',
    ],
  },
  'unsafe-call sql': {
    bad: [
      'func F(db *sql.DB, n string) {\n\tdb.Query("SELECT * FROM users WHERE name = \'" + n + "\'")\n}\n',
      'func F(db *sql.DB, id int) {\n\tdb.Exec(fmt.Sprintf("DELETE FROM users WHERE id = %d", id))\n}\n',
      'func F(db *sql.DB, id string) {\n\tq := fmt.Sprintf("SELECT * FROM u WHERE id = \'%s\'", id)\n\tdb.QueryRow(q)\n}\n',
    ],
    ok: [
      'func F(db *sql.DB, id int) {\n\tdb.Query("SELECT * FROM users WHERE id = $1", id)\n}\n',
      'func F(db *sql.DB, table string) {\n\tdb.Query(fmt.Sprintf("SELECT * FROM %s", table))\n}\n',
      'func F(db *sql.DB) {\n\tdb.Query("SELECT * " + "FROM users")\n}\n',
    ],
  },
  'unsafe-call weak-random': {
    bad: [
      'import "math/rand"\nfunc NewToken() int {\n\treturn rand.Int()\n}\n',
      'import "math/rand"\nfunc F() {\n\totp := rand.Intn(999999)\n\tuse(otp)\n}\n',
      'import "math/rand"\nfunc GenerateSecret() int {\n\treturn rand.Intn(5)\n}\n',
    ],
    ok: [
      'import "crypto/rand"\nfunc NewToken(b []byte) {\n\trand.Read(b)\n}\n',
      'import "math/rand"\nfunc Jitter() int {\n\treturn rand.Intn(5)\n}\n',
      'import "math/rand"\nfunc F() {\n\tdelay := rand.Intn(5)\n\tuse(delay)\n}\n',
    ],
  },
  'unbounded no-timeout': {
    bad: [
      'func F(u string) {\n\tr, err := http.Get(u)\n\tuse(r, err)\n}\n',
      'func F(u string) {\n\tr, err := http.Post(u, "a", nil)\n\tuse(r, err)\n}\n',
      'func F(u string) error {\n\t_, err := http.Head(u)\n\treturn err\n}\n',
    ],
    ok: [
      'func F(c *http.Client, u string) {\n\tr, err := c.Get(u)\n\tuse(r, err)\n}\n',
      '@ cmd/a/main.go\nfunc F(u string) {\n\tr, err := http.Get(u)\n\tuse(r, err)\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tr, err := http.Get(u)\n\trequire.NoError(t, err)\n\tuse(r)\n}\n',
    ],
  },
  'debug-left print': {
    bad: [
      'func F(x int) {\n\tfmt.Println("DEBUG", x)\n}\n',
      'func F(x int) {\n\tprintln(x)\n}\n',
      'func F(x int) {\n\tfmt.Printf("%+v\\n", x)\n}\n',
    ],
    ok: [
      '@ cmd/a/main.go\nfunc F(x int) {\n\tfmt.Println("DEBUG", x)\n}\n',
      'func PrintX(x int) {\n\tfmt.Printf("%+v\\n", x)\n}\n',
      'func F(w io.Writer) {\n\tfmt.Fprintln(w, "here")\n}\n',
    ],
  },
  'test-hollow no-assertion': {
    bad: [
      '@ pkg/a_test.go\nfunc TestTotal(t *testing.T) {\n\tx := Total(1)\n\tfmt.Println(x)\n}\n',
      '@ pkg/a_test.go\nfunc TestCart(t *testing.T) {\n\tc := Cart{}\n\tc.Add(1)\n}\n',
      '@ pkg/a_test.go\nfunc TestParse(t *testing.T) {\n\t_, _ = Parse("a")\n}\n',
    ],
    ok: [
      '@ pkg/a_test.go\nfunc TestTotal(t *testing.T) {\n\tif Total(1) != 1 {\n\t\tt.Fatal("x")\n\t}\n}\n',
      '@ pkg/a_test.go\nfunc TestTotal(t *testing.T) {\n\tcheck(t, Total(1))\n}\n',
      '@ pkg/a_test.go\nfunc TestNoPanic(t *testing.T) {\n\tTotal(1)\n}\n',
    ],
  },
  'test-hollow tautology': {
    bad: [
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tF()\n\tassert.True(t, true)\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tx := F()\n\tassert.Equal(t, x, x)\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tF()\n\trequire.False(t, false)\n}\n',
    ],
    ok: [
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tassert.True(t, F())\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tassert.Equal(t, F(), F())\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tselect {\n\tcase <-c:\n\t\tassert.True(t, true)\n\t}\n\tassert.Nil(t, err)\n}\n',
    ],
  },
  'test-hollow fixed-sleep': {
    bad: [
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tStart()\n\ttime.Sleep(2 * time.Second)\n\tassert.True(t, Done())\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tStart()\n\ttime.Sleep(time.Second)\n\tif !Done() {\n\t\tt.Error("x")\n\t}\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tStart()\n\ttime.Sleep(500 * time.Millisecond)\n\trequire.True(t, Done())\n}\n',
    ],
    ok: [
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tfor !Done() {\n\t\ttime.Sleep(time.Second)\n\t}\n\tassert.True(t, X())\n}\n',
      '@ pkg/a_test.go\nfunc TestExpiry(t *testing.T) {\n\ttime.Sleep(time.Second)\n\tassert.True(t, Gone())\n}\n',
      '@ pkg/a_test.go\nfunc TestA(t *testing.T) {\n\tgo func() {\n\t\ttime.Sleep(time.Second)\n\t\tstop()\n\t}()\n\tassert.True(t, Wait())\n}\n',
    ],
  },
  'operator-flip and-or': {
    bad: ['func F(a, b bool) bool {\n\treturn g(a && b)\n}\n=====\nfunc F(a, b bool) bool {\n\treturn g(a || b)\n}\n'],
    ok: ['func F(a, b bool) bool {\n\treturn g(a && b)\n}\n=====\nfunc F(a, b bool) bool {\n\treturn h(c || b)\n}\n'],
  },
};

describe('seeded Go', () => {
  const packaged = Object.fromEntries(
    Object.entries(SEEDS).map(([what, { bad, ok }]) => [what, { bad: bad.map(inPackage), ok: ok.map(inPackage) }]),
  );
  test.each(rowsOf(packaged, 'pkg/cart.go'))('$name', (row) => {
    const said = saidOf(row, [codeGo]);
    if (row.expected) expect(said).toContain(row.what);
    else expect(said).not.toContain(row.what);
  });
});

function inPackage(text: string): string {
  const [, head = '', rest = ''] = /^(@ \S+\n)?([\s\S]*)$/.exec(text) ?? [];
  return `${head}package cart\n\n${rest.replace('=====\n', '=====\npackage cart\n\n')}`;
}

describe('imports that nothing provides', () => {
  const tree = {
    'go.mod':
      'module shop.example/cart\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n)\n\nrequire golang.org/x/net v0.1.0\n',
    'internal/price/price.go': 'package price\n',
  };
  const imports = (text: string): readonly string[] =>
    factsBetween(tree, { ...tree, 'pkg/cart.go': `package cart\n\n${text}` }, [codeGo]).map(
      ({ attributes }) =>
        `${String(attributes['how'])} ${String(attributes['name'])} ${String(attributes['certainty'])}`,
    );

  test.each([
    [
      'one that go.mod does not require',
      'import "github.com/x/quickpay"\n',
      ['unlisted github.com/x/quickpay certain'],
    ],
    [
      'a package of its own that is not there',
      'import "shop.example/cart/internal/stock"\n',
      ['missing-file shop.example/cart/internal/stock certain'],
    ],
    [
      'several',
      'import (\n\t"fmt"\n\tq "github.com/x/quickpay/v2"\n)\n',
      ['unlisted github.com/x/quickpay/v2 certain'],
    ],
    ['the standard library', 'import (\n\t"encoding/json"\n\t"fmt"\n)\n', []],
    ['a package of a required module', 'import (\n\t"github.com/a/b/c"\n\t"golang.org/x/net/html"\n)\n', []],
    ['a package of its own', 'import "shop.example/cart/internal/price"\n', []],
  ])('%s', (_name, text, expected) => {
    expect(imports(text)).toEqual(expected);
  });
});

test('what a program wrote is judged where it is made', () => {
  expect(
    factsBetween(
      {},
      { 'pkg/a.go': '// Code generated by x. DO NOT EDIT.\npackage a\nfunc F() { panic("not implemented") }\n' },
      [codeGo],
    ),
  ).toEqual([]);
});
