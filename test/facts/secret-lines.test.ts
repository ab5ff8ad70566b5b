import { expect, test } from 'vitest';
import { secrets } from '../../src/facts/analyzers/secrets.ts';
import type { Actor } from '../../src/model/actor.ts';
import { change, edit, factsOf, human, part, text, version } from './changes.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const join = (...pieces: readonly string[]): string => pieces.join('');
const LETTERS = 'q7Rt2Kx9Lm4Vb8Nc3Zp6Wd1Hs5Jf0GyTaUeIoXk2Mv7Bn9Qw4Er6Ty8Ui1Op3As5Df';
const letters = (length: number, from = 0): string => LETTERS.repeat(5).slice(from, from + length);
const UPPER = 'Q7RT2KX5LM4VB6NC3ZPWDHSJFGY2TAUEI';
const HEX = '9f3a7c1e5b8d2046af91c3e7d5b0842613fe9a7c';
const hex = (length: number): string => HEX.repeat(5).slice(0, length);
const KEY = ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ');
const aws = join('AK', 'IA', UPPER.replace(/[^A-Z2-7]/g, '').slice(0, 16));
const github = join('gh', 'p_', letters(36));
/** Made with the checksum that the vendor makes. */
const checked = join('gh', 'p_', 'q7Rt2Kx9Lm4Vb8Nc3Zp6Wd1Hs5Jf0G', '3WrTek');

const robot: Actor = { ...human, kind: 'agent', agent: 'claude-code', vendors: ['anthropic'] };
type Tree = Readonly<Record<string, string>>;

function told(before: Tree, after: Tree, authors: readonly Actor[] = [robot]): readonly string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const edits = paths
    .filter((path) => before[path] !== after[path])
    .map((path) =>
      edit({
        path,
        authors,
        status: before[path] === undefined ? 'add' : after[path] === undefined ? 'delete' : 'modify',
        before: before[path] === undefined ? null : version({ oid: 'b'.repeat(40) }),
        after: after[path] === undefined ? null : version(),
      }),
    );
  const side = (tree: Tree, path: string) =>
    tree[path] === undefined ? { kind: 'absent' as const } : text(tree[path]);
  const contents = Object.fromEntries(
    paths.map((path) => [path, { before: side(before, path), after: side(after, path) }]),
  );
  const facts = factsOf(change([part(edits)]), contents, [secrets]);
  for (const fact of facts)
    for (const word of [aws, github, letters(20)]) expect(JSON.stringify(fact)).not.toContain(word);
  return facts.map(({ attributes, where, kind }) =>
    kind === 'unreadable' ? 'unreadable' : `${attributes['detector']} ${attributes['certainty']} ${where.range?.from}`,
  );
}

test.each<[what: string, path: string, content: string, seen: string]>([
  ['an access key of AWS', 'src/s3.ts', `const id = '${aws}';`, 'aws-access-key certain 1'],
  ['a token of GitHub whose checksum does not fit', 'src/api.ts', `fetch(url, '${github}');`, 'github-token likely 1'],
  ['one whose checksum fits', 'src/api.ts', `fetch(url, '${checked}');`, 'github-token certain 1'],
  ['one whose checksum fits in a test', 'test/api.ts', `fetch(url, '${checked}');`, 'github-token possible 1'],
  [
    'a fine-grained one',
    'a.py',
    `x("${join('github', '_pat_', letters(22), '_', letters(59))}")`,
    'github-token certain 1',
  ],
  ['GitLab', 'a.rb', `t = "${join('gl', 'pat-', letters(20))}"`, 'gitlab-token certain 1'],
  ['Slack', 'a.go', `s("${join('xo', 'xb-', '123987456012-', letters(24))}")`, 'slack-token certain 1'],
  [
    'a hook of Slack',
    'a.sh',
    `curl https://${join('hooks.slack', '.com/services/T01AB2CD3/B04EF5GH6/', letters(24))}`,
    'slack-webhook likely 1',
  ],
  ['Stripe', 'pay.js', `stripe("${join('sk', '_live_', letters(24))}")`, 'stripe-key certain 1'],
  ['a test key of Stripe', 'pay.js', `stripe("${join('sk', '_test_', letters(24))}")`, 'stripe-test-key possible 1'],
  ['Anthropic', 'ai.py', `c("${join('sk', '-ant-api03-', letters(60))}")`, 'anthropic-key certain 1'],
  ['OpenAI', 'ai.py', `c("${join('sk', '-proj-', letters(48))}")`, 'openai-key certain 1'],
  ['Google', 'map.html', `<script src="m?key=${join('AI', 'za', letters(35))}">`, 'google-api-key likely 1'],
  ['npm', 'ci.sh', `npm config set x ${join('np', 'm_', letters(36))}`, 'npm-token likely 1'],
  ['PyPI', 'up.sh', `twine upload -p ${join('py', 'pi-AgEIcHlwaS5vcmc', letters(60))}`, 'pypi-token certain 1'],
  ['SendGrid', 'mail.rb', `k "${join('S', 'G.', letters(22), '.', letters(43))}"`, 'sendgrid-key certain 1'],
  ['Twilio', 'sms.py', `c('${join('S', 'K', hex(32))}')`, 'twilio-key likely 1'],
  ['Shopify', 's.rb', `x '${join('sh', 'pat_', hex(32))}'`, 'shopify-token certain 1'],
  ['DigitalOcean', 'd.sh', `doctl auth ${join('do', 'p_v1_', hex(64))}`, 'digitalocean-token certain 1'],
  ['Vault', 'v.sh', `vault login ${join('hv', 's.', letters(24))}`, 'vault-token certain 1'],
  ['Terraform Cloud', 't.sh', `x ${join(letters(14), '.atlas', 'v1.', letters(64))}`, 'terraform-token certain 1'],
  ['Databricks', 'd.py', `x("${join('da', 'pi', hex(32))}")`, 'databricks-token certain 1'],
  ['Telegram', 'b.py', `bot("${join('123987456', ':AA', letters(33))}")`, 'telegram-token certain 1'],
  [
    'Hugging Face',
    'h.py',
    `login("${join('h', 'f_', 'qRtKxLmVbNcZpWdHsJfGyTaUeIoXkMvBnQ')}")`,
    'huggingface-token likely 1',
  ],
  ['Docker Hub', 'd.sh', `docker login -p ${join('dc', 'kr_pat_', letters(27))}`, 'docker-token certain 1'],
  ['Mailchimp', 'm.py', `x("${join(hex(32), '-us', '14')}")`, 'mailchimp-key certain 1'],
  ['New Relic', 'n.yml', `x: ${join('NR', 'AK-', UPPER.slice(0, 27))}`, 'newrelic-key certain 1'],
  ['Linear', 'l.ts', `x('${join('lin', '_api_', letters(40))}')`, 'linear-key certain 1'],
  ['Notion', 'n.ts', `x('${join('nt', 'n_', '12398745601', letters(35))}')`, 'notion-token certain 1'],
  ['Figma', 'f.ts', `x('${join('fi', 'gd_', letters(40))}')`, 'figma-token certain 1'],
  ['Pulumi', 'p.sh', `x ${join('pu', 'l-', hex(40))}`, 'pulumi-token certain 1'],
  ['Grafana', 'g.sh', `x ${join('gl', 'sa_', letters(32), '_', hex(8))}`, 'grafana-token certain 1'],
  [
    'age',
    'k.txt.age',
    join('AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE'),
    'age-key certain 1',
  ],
  [
    'a token for the web',
    'a.ts',
    `x('${join('ey', 'J', letters(30), '.eyJ', letters(40), '.', letters(43))}')`,
    'jwt likely 1',
  ],
  [
    'a storage account of Azure',
    'a.cs',
    `"DefaultEndpointsProtocol=https;${join('Account', 'Key=', letters(86), '==')}"`,
    'azure-storage-key certain 1',
  ],
  ['a private key in code', 'k.py', `K = """${KEY}\n${letters(64)}\n`, 'private-key certain 1'],
  ['a private key on one line', 'k.ts', `const k = "${KEY}\\n${letters(64)}";`, 'private-key certain 1'],
  ['a private key in YAML', 'k.yaml', `a:\n  key: |\n    ${KEY}\n    ${letters(64)}\n`, 'private-key certain 3'],
  [
    'a private key in a fixture',
    'test/fixtures/k.ts',
    `const k = \`${KEY}\n${letters(64)}\`;`,
    'private-key possible 1',
  ],
  ['a secret access key', 'a.py', `aws_secret_access_key = "${letters(40)}"`, 'key likely 1'],
  ['a random key in code', 'a.ts', `const apiKey = '${letters(32)}';`, 'key likely 1'],
  ['a typed attribute', 'a.ts', `  private apiKey: string = '${letters(32)}';`, 'key likely 1'],
  ['an entry of a map', 'a.rb', `"client_secret" => "${letters(32)}",`, 'key likely 1'],
  ['JSON', 'appsettings.json', `  "ClientSecret": "${letters(32)}",`, 'key likely 1'],
  ['a password in Terraform', 'db.tf', '  password = "Tr0ub4dor&3x"', 'password likely 1'],
  ['a password in YAML', 'config/app.yml', 'db:\n  password: Tr0ub4dor&3x\n', 'password likely 2'],
  ['a password in properties', 'app.properties', 'spring.datasource.password=Tr0ub4dor&3x', 'password likely 1'],
  [
    'a password in compose',
    'compose.yaml',
    '    environment:\n      - MYSQL_PASSWORD=Tr0ub4dor3x',
    'password likely 2',
  ],
  ['a password in code', 'a.py', 'password = "Tr0ub4dor&3x"', 'password possible 1'],
  ['a value under its name', 'k8s/api.yaml', '- name: DB_PASSWORD\n  value: "Tr0ub4dor&3x"', 'password likely 2'],
  ['a default of a variable', 'v.tf', 'variable "db_password" {\n  default = "Tr0ub4dor&3x"', 'password likely 2'],
  [
    'a parameter of a template',
    'cfn.yaml',
    'Parameters:\n  DbPassword:\n    Default: Tr0ub4dor&3x',
    'password likely 3',
  ],
  ['an address with a login', 'a.py', 'u = "postgres://shop:Tr0ub4dor3x@db.shop.net/shop"', 'url likely 1'],
  ['an address inside', 'compose.yaml', 'URL: redis://shop:Tr0ub4dor3x@cache/0', 'url possible 1'],
  [
    'a Secret of Kubernetes',
    'k8s/s.yaml',
    'apiVersion: v1\nkind: Secret\nstringData:\n  pin: open-sesame\n',
    'kubernetes-secret likely 4',
  ],
  ['one that is encoded', 'k8s/s.yaml', 'kind: Secret\ndata:\n  pin: b3Blbi1zZXNhbWU=\n', 'kubernetes-secret likely 3'],
  [
    'the second of two documents',
    'k8s/s.yaml',
    'kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  pin: b3Blbi1zZXNhbWU=\n',
    'kubernetes-secret likely 7',
  ],
  ['a long line', 'a.json', `{"a":"${'lorem ipsum '.repeat(2000)}","b":"${aws}"}`, 'aws-access-key certain 1'],
  ['behind carriage returns', 'a.ini', `a=b\r\npassword=Tr0ub4dor&3x\r\n`, 'password likely 2'],
])('%s is seen', (_what, path, content, seen) => {
  expect(told({}, { [path]: content })).toEqual([seen]);
});

test.each<[what: string, path: string, content: string]>([
  ['the example of AWS', 'a.ts', `id = '${join('AK', 'IA', 'IOSFODNN7EXAMPLE')}'`],
  ['a token of crosses', 'a.ts', `x('${join('gh', 'p_', 'x'.repeat(36))}')`],
  ['a token of dots', 'README.md', `export GITHUB_TOKEN=${join('gh', 'p_', '...')}`],
  ['the environment', 'a.ts', 'const apiKey = process.env.API_KEY ?? "";'],
  ['the environment of Python', 'a.py', 'password = os.environ["DB_PASSWORD"]'],
  ['a variable', 'a.tf', 'password = var.db_password'],
  ['another resource', 'a.tf', 'password = random_password.db.result'],
  ['a template', 'a.yaml', 'password: "{{ .Values.db.password }}"'],
  ['an expression of a workflow', '.github/workflows/a.yml', 'token: ${{ secrets.GITHUB_TOKEN }}'],
  ['a reference of a Secret', 'a.yaml', 'secretKeyRef:\n  name: db\n  key: password'],
  ['the name of a Secret', 'a.yaml', 'secretName: shop-db-credentials-2f8a'],
  ['the name of a header', 'a.ts', `const token = req.headers['x-api-key'];`],
  ['a label', 'a.tsx', `<Input label="Password" placeholder="Your password" />`],
  ['a translation', 'locales/de.json', `"password": "Passwort123 vergessen?"`],
  ['a translation without blanks', 'src/i18n/de.yml', `password: Kennwort1`],
  ['a placeholder', 'a.yaml', 'password: changeme'],
  ['another', 'a.yaml', 'password: <your-password>'],
  ['a weak one that everybody uses', 'compose.yaml', 'POSTGRES_PASSWORD: postgres'],
  ['a URL of it', 'compose.yaml', 'URL: postgres://postgres:postgres@db:5432/shop'],
  ['a URL here', 'a.ts', `const u = 'postgres://shop:Tr0ub4dor3x@localhost/shop'`],
  ['a URL with variables', 'a.sh', 'psql "postgres://$USER:$PASSWORD@db.shop.net/shop"'],
  ['a URL without a login', 'a.ts', `const u = 'https://shop.example/a:b@c'`],
  ['a type', 'a.ts', 'type A = { password: string; apiKey: string };'],
  ['a schema', 'a.json', `"password": { "type": "string" }`],
  ['a schema in words', 'a.json', `"password": "string"`],
  ['an id', 'a.ts', `const tokenId = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';`],
  ['a UUID', 'a.tf', `token = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"`],
  ['a hash', 'a.ts', `const sha = '${hex(40)}';`],
  ['a hash of a password', 'a.py', `password_hash = "${letters(40)}"`],
  ['an integrity', 'a.html', `<script integrity="sha384-${letters(64)}">`],
  ['a picture', 'a.css', `background: url(data:image/png;base64,${letters(200)})`],
  ['a lock file', 'package-lock.json', `"integrity": "sha512-${letters(86)}=="\n"token": "${letters(40)}"`],
  ['a bundle', 'a.min.js', `var token="${letters(40)}"`],
  ['an address of a resource', 'a.yaml', 'token: arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-2Fa8Xy'],
  ['a path', 'a.yaml', 'password_file: /run/secrets/db'],
  ['a path as a value', 'a.yaml', 'token: /var/run/secrets/kubernetes.io/serviceaccount/token'],
  ['a limit', 'a.ts', `const maxTokens = '4096';`],
  ['a design token', 'a.json', `"colorToken": "brand-primary-500"`],
  ['a key for a cache', 'a.ts', `const tokenKey = 'auth.access_token';`],
  ['an identifier', 'a.ts', `const tokenName = 'shop_access_token_v2';`],
  ['a constant', 'a.ts', `export const ACCESS_TOKEN = 'ACCESS_TOKEN';`],
  ['a public key', 'a.ts', `const stripe = '${join('pk', '_live_', letters(24))}';`],
  ['a public key in PEM', 'a.py', `k = """-----BEGIN PUBLIC KEY-----\n${letters(64)}`],
  ['a certificate', 'a.yaml', `ca: |\n  -----BEGIN CERTIFICATE-----\n  ${letters(64)}`],
  ['a parser of keys', 'a.go', `if !strings.HasPrefix(s, "${KEY}") {`],
  ['an elided key', 'docs/a.md', `${KEY}\n...\n`],
  ['a password of a test', 'test/login.test.ts', `login('ana', { password: 'Tr0ub4dor&3x' });`],
  ['an example', 'config.example.yml', 'password: Tr0ub4dor&3x'],
  ['a SealedSecret', 'k8s/s.yaml', `kind: SealedSecret\nspec:\n  encryptedData:\n    pin: ${letters(60)}`],
  [
    'a Secret that sops wrote',
    'k8s/s.yaml',
    'kind: Secret\nstringData:\n  pin: ENC[AES256_GCM,data:abc,type:str]\nsops:\n  mac: x',
  ],
  ['an ExternalSecret', 'k8s/s.yaml', 'kind: ExternalSecret\nspec:\n  data:\n    - secretKey: password'],
  ['a Secret of a chart', 'templates/s.yaml', 'kind: Secret\ndata:\n  pin: {{ .Values.pin | b64enc | quote }}'],
  ['a Secret of placeholders', 'k8s/s.yaml', 'kind: Secret\ndata:\n  pin: Y2hhbmdlbWU=\n'],
  ['the public half of a Secret', 'k8s/s.yaml', 'kind: Secret\nstringData:\n  username: shop\n  host: db.shop.net\n'],
  ['a Secret of the gateway', 'k8s/s.yaml', 'kind: Secret\ntype: Opaque\nmetadata:\n  name: a\n'],
  ['a ConfigMap', 'k8s/c.yaml', 'kind: ConfigMap\ndata:\n  pin: open-sesame\n'],
  ['a Dockerfile, of which another tells', 'Dockerfile', 'ENV DB_PASSWORD=Tr0ub4dor&3x'],
  ['a pattern', 'a.ts', `const token = /^[A-Za-z0-9]{20,40}$/;`],
  ['a vault', 'a.yaml', 'password: vault:secret/data/shop#password'],
  ['1Password', 'a.env.tpl', 'TOKEN=op://shop/db/password'],
  ['a page token', 'a.ts', `const nextPageToken = '${letters(32)}';`],
  ['a name in a table of names', 'a.json', '{"password":"container_registry_token_id?"}'],
  ['no text at all', 'a.ts', ''],
])('%s is quiet', (_what, path, content) => {
  expect(told({}, { [path]: content })).toEqual([]);
});

const line = `const id = '${aws}';`;
const marked = `${line} // guardrail:allow-secret`;

test('what was there before is not new', () => {
  expect(told({ 'a.ts': line }, { 'a.ts': `${line}\nconst b = 1;` })).toEqual([]);
  expect(told({ 'a.ts': line }, { 'a.ts': `    ${line}` })).toEqual([]);
  expect(told({ 'a.ts': line }, { 'b.ts': `// moved\n${line}` })).toEqual([]);
  expect(told({ 'a.ts': '' }, { 'a.ts': `\n\n${line}` })).toEqual(['aws-access-key certain 3']);
});

test('a mark counts where people set it, and where it stood before', () => {
  expect(told({}, { 'a.ts': marked }, [human])).toEqual([]);
  expect(told({}, { 'a.ts': marked }, [robot])).toEqual(['aws-access-key certain 1']);
  expect(told({}, { 'a.ts': marked }, [human, robot])).toEqual(['aws-access-key certain 1']);
  expect(told({}, { 'a.ts': line }, [human])).toEqual(['aws-access-key certain 1']);
  const other = marked.replace(aws, `${aws.slice(0, -2)}ZZ`);
  expect(told({ 'a.ts': other }, { 'a.ts': marked }, [robot])).toEqual([]);
  expect(told({ 'a.ts': `const other = 1; // gitleaks:allow` }, { 'a.ts': marked }, [robot])).toHaveLength(1);
});

test('hostile lines cost no more than long ones', () => {
  const hostile = [
    'password='.repeat(20_000),
    `token: "${'a'.repeat(200_000)}`,
    'a.'.repeat(100_000) + 'secret',
    '-----BEGIN PRIVATE KEY-----'.repeat(5_000),
    'https://a:'.repeat(20_000),
    join('S', 'G.').repeat(50_000),
    'eyJ'.repeat(60_000),
    '"'.repeat(100_000),
    'kind: Secret\ndata:\n' + '  a: b\n'.repeat(20_000),
  ];
  for (const content of hostile) {
    expect(Array.isArray(told({ 'a.yaml': '' }, { 'a.yaml': content })), content.slice(0, 20)).toBe(true);
  }
});

test('twenty files of a thousand lines', () => {
  const code = Array.from(
    { length: 1000 },
    (_, n) => `  const customer${n} = await findCustomer(order.id, { tokens: ${n}, path: '/orders/${n}' });`,
  );
  const tree = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`src/a${n}.ts`, `${code.join('\n')}\n// ${n}`]),
  );
  expect(told({}, tree)).toEqual([]);
});
