import { expect, test } from 'vitest';
import { dns } from '../../src/facts/analyzers/dns.ts';
import { factsBetween } from './text-changes.ts';

type Tree = Readonly<Record<string, string>>;
type Row = readonly [name: string, before: Tree, after: Tree, facts: readonly string[]];

/** `infra.destroy shop.test MX certain`; what others stand on is marked `!`. */
function seen(before: Tree, after: Tree): readonly string[] {
  return factsBetween(before, after, [dns]).map(({ kind, subject, attributes }) =>
    kind === 'unreadable'
      ? `unreadable ${subject}`
      : `${kind} ${subject} ${attributes['certainty']}${attributes['critical'] === true ? ' !' : ''}`,
  );
}

const PATH = 'zones/shop.example.zone';
const HEAD = `$TTL 300
$ORIGIN shop.example.
@ IN SOA ns1.shop.example. ops.shop.example. (
   2026010101 ; serial
   3600 600 604800 300 )
`;
const BODY: Readonly<Record<string, string>> = {
  ns: '@ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\n',
  a: '@ IN A 192.0.2.10\n',
  mx: '@ IN MX 10 mx1.mail.example.\n',
  www: 'www IN CNAME shop.example.\n',
  host: 'crate-17 IN A 192.0.2.44\n',
  spf: '@ IN TXT "v=spf1 include:_spf.mail.example -all"\n',
  dmarc: '_dmarc IN TXT "v=DMARC1; p=reject; sp=reject; pct=100"\n',
  dkim: 's1._domainkey IN TXT "v=DKIM1; k=rsa; p=MIGfMA0"\n',
  sts: '_mta-sts IN TXT "v=STSv1; id=1"\n',
  caa: '@ IN CAA 0 issue "letsencrypt.org"\n',
  sub: 'eu IN NS ns1.eu.example.\na.eu IN A 192.0.2.9\n',
};

/** A zone with some parts written otherwise; `` leaves one out. */
function zone(other: Readonly<Record<string, string>> = {}, head = HEAD): Tree {
  return {
    [PATH]:
      head +
      Object.entries({ ...BODY, ...other })
        .map(([, text]) => text)
        .join(''),
  };
}

const zoneRows: readonly Row[] = [
  // what goes
  ['the apex goes', zone(), zone({ a: '' }), ['infra.destroy shop.example A certain !']],
  ['the mail server goes', zone(), zone({ mx: '' }), ['infra.destroy shop.example MX certain !']],
  ['mail is refused for good', zone(), zone({ mx: '@ IN MX 0 .\n' }), ['infra.replace shop.example MX likely !']],
  ['the name servers go', zone(), zone({ ns: '' }), ['infra.destroy shop.example NS certain !']],
  ['the SOA goes', zone(), zone({}, '$TTL 300\n$ORIGIN shop.example.\n'), ['infra.destroy shop.example SOA certain !']],
  ['www goes', zone(), zone({ www: '' }), ['infra.destroy www.shop.example CNAME likely !']],
  ['a host of no name goes', zone(), zone({ host: '' }), ['infra.destroy crate-17.shop.example A likely']],
  ['a delegation goes', zone(), zone({ sub: 'a.eu IN A 192.0.2.9\n' }), ['infra.destroy eu.shop.example NS certain !']],
  ['the file goes', zone(), {}, ['infra.destroy shop.example zone certain !']],
  ['the file is emptied', zone(), { [PATH]: '' }, ['infra.destroy shop.example zone certain !']],
  [
    'what mail leads to goes',
    zone({ mx: '@ IN MX 10 in\nin IN A 192.0.2.20\n' }),
    zone({ mx: '@ IN MX 10 in\n' }),
    ['infra.destroy in.shop.example A certain !'],
  ],
  [
    'only the new kind of address is left',
    zone({ a: '@ IN A 192.0.2.10\n@ IN AAAA 2001:db8::1\n' }),
    zone({ a: '@ IN AAAA 2001:db8::1\n' }),
    ['infra.destroy shop.example A likely !'],
  ],
  [
    'a service goes',
    zone({ host: '_sip._tcp IN SRV 10 5 5060 sip.shop.example.\n' }),
    zone({ host: '' }),
    ['infra.destroy _sip._tcp.shop.example SRV likely'],
  ],
  // what is led elsewhere
  [
    'a name server of a stranger',
    zone(),
    zone({ ns: '@ IN NS ns1.dns.example.\n@ IN NS ns2.other.test.\n' }),
    ['infra.replace shop.example NS certain !'],
  ],
  [
    'a further name server',
    zone(),
    zone({ ns: `${BODY['ns']}@ IN NS ns3.other.test.\n` }),
    ['infra.replace shop.example NS certain !'],
  ],
  [
    'a further name server of our own',
    zone(),
    zone({ ns: `${BODY['ns']}@ IN NS ns3\nns3 IN A 192.0.2.3\n` }),
    ['infra.replace shop.example NS possible !'],
  ],
  [
    'one name server is left',
    zone(),
    zone({ ns: '@ IN NS ns1.dns.example.\n' }),
    ['infra.replace shop.example NS likely !'],
  ],
  [
    'a delegation leads elsewhere',
    zone(),
    zone({ sub: 'eu IN NS ns1.other.test.\na.eu IN A 192.0.2.9\n' }),
    ['infra.replace eu.shop.example NS certain !'],
  ],
  [
    'another primary server',
    zone(),
    zone({}, HEAD.replace('ns1.shop', 'ns1.other')),
    ['infra.replace shop.example SOA certain !'],
  ],
  [
    'the second server becomes the primary',
    zone(),
    zone({}, HEAD.replace('ns1.shop.example.', 'ns2.dns.example.')),
    ['infra.replace shop.example SOA possible !'],
  ],
  [
    'mail to another provider',
    zone(),
    zone({ mx: '@ IN MX 10 in.other.test.\n' }),
    ['infra.replace shop.example MX likely !'],
  ],
  [
    'a second one gets the mail',
    zone(),
    zone({ mx: `${BODY['mx']}@ IN MX 5 in.other.test.\n` }),
    ['infra.replace shop.example MX likely !'],
  ],
  [
    'another server of the same provider',
    zone(),
    zone({ mx: '@ IN MX 10 mx2.mail.example.\n' }),
    ['infra.replace shop.example MX possible !'],
  ],
  ['the apex moves', zone(), zone({ a: '@ IN A 198.51.100.7\n' }), ['infra.replace shop.example A possible !']],
  ['the apex leads nowhere', zone(), zone({ a: '@ IN A 127.0.0.1\n' }), ['infra.replace shop.example A likely !']],
  [
    'the apex becomes an alias',
    zone(),
    zone({ a: '@ IN ALIAS edge.cdn.example.\n' }),
    ['infra.replace shop.example ALIAS possible !'],
  ],
  [
    'www moves',
    zone(),
    zone({ www: 'www IN CNAME edge.cdn.example.\n' }),
    ['infra.replace www.shop.example CNAME possible !'],
  ],
  // what protects
  [
    'SPF gets soft',
    zone(),
    zone({ spf: '@ IN TXT "v=spf1 include:_spf.mail.example ~all"\n' }),
    ['infra.unprotect shop.example TXT certain !'],
  ],
  ['SPF allows all', zone(), zone({ spf: '@ IN TXT "v=spf1 +all"\n' }), ['infra.unprotect shop.example TXT certain !']],
  [
    'SPF ends in nothing',
    zone(),
    zone({ spf: '@ IN TXT "v=spf1 include:_spf.mail.example"\n' }),
    ['infra.unprotect shop.example TXT certain !'],
  ],
  ['SPF goes', zone(), zone({ spf: '' }), ['infra.unprotect shop.example TXT certain !']],
  [
    'SPF goes and another text stays',
    zone(),
    zone({ spf: '@ IN TXT "proof=1"\n' }),
    ['infra.unprotect shop.example TXT certain !'],
  ],
  [
    'SPF allows half the internet',
    zone(),
    zone({ spf: '@ IN TXT "v=spf1 ip4:0.0.0.0/1 -all"\n' }),
    ['infra.unprotect shop.example TXT likely !'],
  ],
  [
    'DMARC asks for nothing',
    zone(),
    zone({ dmarc: '_dmarc IN TXT "v=DMARC1; p=none"\n' }),
    ['infra.unprotect _dmarc.shop.example TXT certain !'],
  ],
  ['DMARC goes', zone(), zone({ dmarc: '' }), ['infra.unprotect _dmarc.shop.example TXT certain !']],
  [
    'DMARC below the domain',
    zone(),
    zone({ dmarc: '_dmarc IN TXT "v=DMARC1; p=reject; sp=none"\n' }),
    ['infra.unprotect _dmarc.shop.example TXT likely !'],
  ],
  [
    'DMARC for some',
    zone(),
    zone({ dmarc: '_dmarc IN TXT "v=DMARC1; p=reject; pct=5"\n' }),
    ['infra.unprotect _dmarc.shop.example TXT likely !'],
  ],
  ['the key of mail goes', zone(), zone({ dkim: '' }), ['infra.unprotect s1._domainkey.shop.example TXT likely !']],
  [
    'the key of mail is revoked',
    zone(),
    zone({ dkim: 's1._domainkey IN TXT "v=DKIM1; p="\n' }),
    ['infra.unprotect s1._domainkey.shop.example TXT likely !'],
  ],
  ['MTA-STS goes', zone(), zone({ sts: '' }), ['infra.unprotect _mta-sts.shop.example TXT likely !']],
  ['every authority may issue', zone(), zone({ caa: '' }), ['infra.unprotect shop.example CAA certain !']],
  [
    'one more authority',
    zone(),
    zone({ caa: `${BODY['caa']}@ IN CAA 0 issue "other.test"\n` }),
    ['infra.unprotect shop.example CAA likely !'],
  ],
  [
    'another authority',
    zone(),
    zone({ caa: '@ IN CAA 0 issue "other.test"\n' }),
    ['infra.unprotect shop.example CAA possible !'],
  ],
  [
    'only a place for reports is left',
    zone(),
    zone({ caa: '@ IN CAA 0 iodef "mailto:a@shop.example"\n' }),
    ['infra.unprotect shop.example CAA certain !'],
  ],
  [
    'the signature goes',
    zone({ host: 'eu IN DS 1 13 2 AB\n' }),
    zone({ host: '' }),
    ['infra.unprotect eu.shop.example DS certain !'],
  ],
  [
    'a wildcard comes',
    zone(),
    zone({ host: `${BODY['host']}* IN A 192.0.2.1\n` }),
    ['infra.unprotect *.shop.example A possible'],
  ],
  // what is broken
  ['a bracket that is never closed', zone(), { [PATH]: `${zone()[PATH]}x IN TXT ( "a"\n` }, [`unreadable ${PATH}`]],
  ['a line that is none', zone(), { [PATH]: `${zone()[PATH]}x IN NONSENSE a\n` }, [`unreadable ${PATH}`]],
  [
    'cut off in the middle',
    { [PATH]: `${HEAD}${BODY['ns']}${BODY['a']}${BODY['mx']}` },
    { [PATH]: `${HEAD}${BODY['ns']}@ IN A` },
    ['infra.replace shop.example A possible !', 'infra.destroy shop.example MX certain !'],
  ],
  // harmless
  ['another serial', zone(), zone({}, HEAD.replace('2026010101', '2026010102')), []],
  ['another TTL', zone(), zone({ a: '@ 60 IN A 192.0.2.10\n' }, HEAD.replace('$TTL 300', '$TTL 1h')), []],
  ['another person to write to', zone(), zone({}, HEAD.replace('ops.', 'dns.')), []],
  ['a comment', zone(), zone({ a: '; the shop\n@ IN A 192.0.2.10 ; web-1 (old)\n' }), []],
  ['sorted', zone(), { [PATH]: HEAD + Object.values(BODY).reverse().join('') }, []],
  [
    'names written out',
    zone(),
    zone({ www: 'WWW.shop.example. 300 IN CNAME @\n', a: 'shop.example. A 192.0.2.10\n' }),
    [],
  ],
  ['without a class', zone(), zone({ a: '@ A 192.0.2.10\n', mx: '@ 300 MX 10 mx1.mail.example.\n' }), []],
  [
    'an owner that is not repeated',
    zone(),
    zone({ mx: '', a: '@ IN A 192.0.2.10\n   IN MX 10 mx1.mail.example.\n' }),
    [],
  ],
  ['a text in pieces', zone(), zone({ spf: '@ IN TXT ( "v=spf1 include:_spf.mail.example"\n  " -all" )\n' }), []],
  ['a host is added', zone(), zone({ host: `${BODY['host']}crate-18 IN A 192.0.2.45\n` }), []],
  ['a host of no name moves', zone(), zone({ host: 'crate-17 IN A 198.51.100.1\n' }), []],
  [
    'a further sender',
    zone(),
    zone({ spf: '@ IN TXT "v=spf1 include:_spf.mail.example include:news.example -all"\n' }),
    [],
  ],
  ['SPF gets hard', zone({ spf: '@ IN TXT "v=spf1 ~all"\n' }), zone(), []],
  [
    'SPF is handed to another record',
    zone({ spf: '@ IN TXT "v=spf1 ~all"\n' }),
    zone({ spf: '@ IN TXT "v=spf1 redirect=_spf.shop.example"\n' }),
    [],
  ],
  ['DMARC gets stricter', zone({ dmarc: '_dmarc IN TXT "v=DMARC1; p=none"\n' }), zone(), []],
  [
    'DMARC reports elsewhere',
    zone(),
    zone({ dmarc: '_dmarc IN TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:d@shop.example"\n' }),
    [],
  ],
  ['the key of mail is renewed', zone(), zone({ dkim: 's1._domainkey IN TXT "v=DKIM1; k=rsa; p=QQQ"\n' }), []],
  ['a further key of mail', zone(), zone({ dkim: `${BODY['dkim']}s2._domainkey IN TXT "v=DKIM1; p=QQQ"\n` }), []],
  [
    'a proof of ownership goes',
    zone({ host: '@ IN TXT "proof=1"\n_acme-challenge IN TXT "x"\n_a1 IN CNAME _b.acm.test.\n' }),
    zone({ host: '' }),
    [],
  ],
  ['an authority less', zone({ caa: `${BODY['caa']}@ IN CAA 0 issue "other.test"\n` }), zone(), []],
  ['wildcard certificates are forbidden', zone(), zone({ caa: `${BODY['caa']}@ IN CAA 0 issuewild ";"\n` }), []],
  ['another priority', zone(), zone({ mx: '@ IN MX 20 mx1.mail.example.\n' }), []],
  ['the name servers in another order', zone(), zone({ ns: '@ NS ns2.dns.example.\n@ NS ns1.dns.example.\n' }), []],
  [
    'a wildcard answers for what goes',
    zone({ www: 'www A 192.0.2.1\n* A 192.0.2.1\n' }),
    zone({ www: '* A 192.0.2.1\n' }),
    [],
  ],
  ['the file moves', zone(), { 'dns/zones/db.shop.example': zone()[PATH] ?? '' }, []],
  [
    'a part of the file moves',
    zone(),
    { ...zone({ mx: '' }), 'zones/shop.example.mail.zone': `$ORIGIN shop.example.\n${BODY['mx']}` },
    [],
  ],
  ['a new zone', {}, zone(), []],
  ['a new zone with a wildcard', {}, zone({ host: '* IN A 192.0.2.1\n' }), []],
  [
    'signed anew',
    zone({ host: '@ IN RRSIG A 13 2 300 1 2 3 shop.example. AAAA\n' }),
    zone({ host: '@ IN RRSIG A 13 2 300 4 5 6 shop.example. BBBB\n' }),
    [],
  ],
  ['a table of aliases', { 'zones/db.aliases': 'root: ops\n' }, { 'zones/db.aliases': '' }, []],
  ['the list of time zones', { 'zones/europe.txt': 'Berlin\n' }, {}, []],
  [
    'a template of the serial',
    zone({}, HEAD.replace('2026010101', '{{ serial }}')),
    zone({}, HEAD.replace('2026010101', '{{ serial | int }}')),
    [],
  ],
  [
    'what was broken before and still is',
    { [PATH]: `${zone()[PATH]}` },
    { [PATH]: `${zone()[PATH]}crate-19 IN A 192.0.2.9\n` },
    [],
  ],
];

const js = (...records: readonly string[]): Tree => ({
  'dnsconfig.js': `var REG = NewRegistrar("none");\nvar P = NewDnsProvider("r53");\nD("shop.example", REG, DnsProvider(P),\n  ${records.join(',\n  ')}\n);\n`,
});
const A = 'A("@", "192.0.2.1", TTL(300))';
const MX = 'MX("@", 10, "mx1.mail.example.")';
const SPF = 'SPF_BUILDER({label: "@", parts: ["v=spf1", "include:_spf.mail.example", "-all"]})';
const DMARC = 'DMARC_BUILDER({policy: "reject", rua: ["mailto:d@shop.example"]})';
const CAA = 'CAA_BUILDER({label: "@", issue: ["letsencrypt.org"], issuewild: "none"})';
const NS = 'NAMESERVER("ns1.dns.example.")';
const all = [A, MX, SPF, DMARC, CAA, NS];

const controlRows: readonly Row[] = [
  ['the apex goes', js(...all), js(MX, SPF, DMARC, CAA, NS), ['infra.destroy shop.example A certain !']],
  ['mail goes', js(...all), js(A, SPF, DMARC, CAA, NS), ['infra.destroy shop.example MX certain !']],
  ['SPF goes', js(...all), js(A, MX, DMARC, CAA, NS), ['infra.unprotect shop.example TXT certain !']],
  [
    'SPF gets soft',
    js(...all),
    js(A, MX, SPF.replace('-all', '~all'), DMARC, CAA, NS),
    ['infra.unprotect shop.example TXT certain !'],
  ],
  [
    'DMARC asks for nothing',
    js(...all),
    js(A, MX, SPF, DMARC.replace('reject', 'none'), CAA, NS),
    ['infra.unprotect _dmarc.shop.example TXT certain !'],
  ],
  ['CAA goes', js(...all), js(A, MX, SPF, DMARC, NS), ['infra.unprotect shop.example CAA certain !']],
  [
    'another name server',
    js(...all),
    js(A, MX, SPF, DMARC, CAA, NS.replace('dns.example', 'other.test')),
    ['infra.replace shop.example NS certain !'],
  ],
  [
    'another provider',
    js(A),
    { 'dnsconfig.js': (js(A)['dnsconfig.js'] ?? '').replace('DnsProvider(P)', 'DnsProvider(Q)') },
    ['infra.replace shop.example PROVIDER likely !'],
  ],
  [
    'the domain goes',
    js(...all),
    { 'dnsconfig.js': 'var REG = NewRegistrar("none");\n' },
    ['infra.destroy shop.example zone certain !'],
  ],
  [
    'the name changes',
    js(A),
    { 'dnsconfig.js': (js(A)['dnsconfig.js'] ?? '').replace('shop.example', 'shop.test') },
    ['infra.destroy shop.example zone certain !'],
  ],
  ['what is not purged stays', js(A, MX, 'NO_PURGE'), js(A, 'NO_PURGE'), ['infra.destroy shop.example MX possible !']],
  [
    'a list that is named goes',
    { 'dnsconfig.js': `var MAIL = [${MX}];\n${js(A, 'MAIL')['dnsconfig.js']}` },
    js(A),
    ['infra.destroy shop.example MX certain !'],
  ],
  [
    'the file breaks off',
    js(...all),
    { 'dnsconfig.js': (js(A)['dnsconfig.js'] ?? '').slice(0, -20) },
    ['infra.destroy shop.example zone certain !', 'unreadable dnsconfig.js'],
  ],
  [
    'a record moves to a list',
    js(A, MX),
    { 'dnsconfig.js': `var MAIL = [${MX}];\n${js(A, 'MAIL')['dnsconfig.js']}` },
    [],
  ],
  ['sorted', js(...all), js(...[...all].reverse()), []],
  ['another TTL', js(...all), js(A.replace('300', '60'), MX, SPF, DMARC, CAA, NS), []],
  ['SPF is written out', js(SPF), js('TXT("@", "v=spf1 include:_spf.mail.example -all")'), []],
  ['a record is added', js(A), js(A, 'A("crate-1", "192.0.2.7")'), []],
  ['a comment', js(A), js(`// the shop\n  ${A}`), []],
  [
    'an extension of its own',
    js(A, 'A("x.eu", "192.0.2.7")'),
    { 'dnsconfig.js': `${js(A)['dnsconfig.js']}D_EXTEND("eu.shop.example", A("x", "192.0.2.7"));\n` },
    [],
  ],
  ['to a zone file', js(A), { [PATH]: '$ORIGIN shop.example.\n$TTL 1\n@ IN A 192.0.2.1\n' }, []],
  ['a script that is none', { 'dns/menu.js': 'D("a")' }, { 'dns/menu.js': 'E("a")' }, []],
  ['a script of a page', { 'web/app.js': js(A)['dnsconfig.js'] ?? '' }, { 'web/app.js': '' }, []],
];

const OCTO = 'config/shop.example.yaml';
const octo = (...parts: readonly string[]): Tree => ({ [OCTO]: `---\n${parts.join('')}` });
const ROOT =
  "'':\n  - type: A\n    ttl: 60\n    value: 192.0.2.1\n  - type: MX\n    values:\n      - exchange: mx1.mail.example.\n        preference: 10\n";
const WWW = 'www:\n  type: CNAME\n  value: shop.example.\n';

const octoRows: readonly Row[] = [
  [
    'the apex goes',
    octo(ROOT, WWW),
    octo(ROOT.replace(/ {2}- type: A\n.*\n.*\n/, ''), WWW),
    ['infra.destroy shop.example A certain !'],
  ],
  [
    'mail goes',
    octo(ROOT, WWW),
    octo("'':\n  type: A\n  value: 192.0.2.1\n", WWW),
    ['infra.destroy shop.example MX certain !'],
  ],
  [
    'mail to another provider',
    octo(ROOT),
    octo(ROOT.replace('mx1.mail.example', 'in.other.test')),
    ['infra.replace shop.example MX likely !'],
  ],
  ['www goes', octo(ROOT, WWW), octo(ROOT), ['infra.destroy www.shop.example CNAME likely !']],
  ['the file goes', octo(ROOT, WWW), {}, ['infra.destroy shop.example zone certain !']],
  [
    'a name server of a stranger',
    octo("'':\n  type: NS\n  values: [ns1.dns.example., ns2.dns.example.]\n"),
    octo("'':\n  type: NS\n  values: [ns1.dns.example., ns2.other.test.]\n"),
    ['infra.replace shop.example NS certain !'],
  ],
  [
    'SPF gets soft',
    octo("'':\n  type: TXT\n  value: v=spf1 -all\n"),
    octo("'':\n  type: TXT\n  value: v=spf1 ~all\n"),
    ['infra.unprotect shop.example TXT certain !'],
  ],
  [
    'CAA goes',
    octo(ROOT, 'ca:\n  type: CAA\n  values:\n    - {flags: 0, tag: issue, value: letsencrypt.org}\n'),
    octo(ROOT),
    ['infra.unprotect ca.shop.example CAA certain !'],
  ],
  [
    'the file breaks',
    octo(ROOT, WWW),
    octo(ROOT, 'www: {type: [\n'),
    ['infra.destroy www.shop.example CNAME likely !', `unreadable ${OCTO}`],
  ],
  ['sorted', octo(ROOT, WWW), octo(WWW, ROOT), []],
  ['another TTL', octo(ROOT), octo(ROOT.replace('60', '300')), []],
  ['settings of the provider', octo(WWW), octo(`${WWW}  octodns:\n    cloudflare:\n      proxied: true\n`), []],
  ['one value as a list', octo(WWW), octo('www:\n  type: CNAME\n  values: [shop.example.]\n'), []],
  ['a host comes', octo(ROOT), octo(ROOT, WWW), []],
  [
    'a list that is no zone',
    { 'config/types.yaml': 'a:\n  type: A\n  value: x\n' },
    { 'config/types.yaml': 'a: 1\n' },
    [],
  ],
  [
    'to a zone file',
    octo(ROOT, WWW),
    { [PATH]: '$ORIGIN shop.example.\n@ A 192.0.2.1\n@ MX 10 mx1.mail.example.\nwww CNAME @\n' },
    [],
  ],
];

const ingress = (hosts: string): Tree => ({
  'k8s/ingress.yaml': `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    external-dns.alpha.kubernetes.io/hostname: ${hosts}\n`,
});
const endpoint = (targets: string): Tree => ({
  'k8s/dns.yaml': `apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata:\n  name: a\nspec:\n  endpoints:\n    - dnsName: shop.example\n      recordType: NS\n      targets: [${targets}]\n`,
});
const CONF = 'bind/named.conf.local';
const named = (...zones: readonly string[]): Tree => ({ [CONF]: `// ours\n${zones.join('\n')}\n` });
const SERVED = 'zone "shop.example" {\n  type master;\n  dnssec-policy default;\n  file "/etc/bind/db.shop";\n};';
const OTHER = 'zone "other.test" { type master; file "x"; };';

const otherRows: readonly Row[] = [
  [
    'records are deleted from now on',
    { 'k8s/d.yaml': 'args: [--source=ingress, --policy=upsert-only]\n' },
    { 'k8s/d.yaml': 'args: [--source=ingress, --policy=sync]\n' },
    ['infra.unprotect external-dns policy likely !'],
  ],
  [
    'the policy is left out',
    { 'k8s/d.yaml': 'args: [--source=ingress, --policy=upsert-only]\n' },
    { 'k8s/d.yaml': 'args: [--source=ingress]\n' },
    ['infra.unprotect external-dns policy likely !'],
  ],
  [
    'the policy of a chart',
    { 'values.yaml': 'policy: upsert-only\n' },
    { 'values.yaml': 'policy: sync\n' },
    ['infra.unprotect external-dns policy likely !'],
  ],
  ['records are kept from now on', { 'values.yaml': 'policy: sync\n' }, { 'values.yaml': 'policy: upsert-only\n' }, []],
  ['another policy', { 'values.yaml': 'policy: Always\n' }, { 'values.yaml': 'policy: sync\n' }, []],
  [
    'a name is no longer asked for',
    ingress('shop.example,www.shop.example'),
    ingress('shop.example'),
    ['infra.destroy www.shop.example A possible !'],
  ],
  ['a name more', ingress('shop.example'), ingress('shop.example, www.shop.example'), []],
  [
    'the names in another order',
    ingress('a.shop.example,b.shop.example'),
    ingress('b.shop.example,a.shop.example'),
    [],
  ],
  [
    'the endpoint leads elsewhere',
    endpoint('ns1.dns.example'),
    endpoint('ns1.other.test'),
    ['infra.replace shop.example NS certain !'],
  ],
  ['the endpoint is the same', endpoint('ns1.dns.example'), endpoint('"ns1.dns.example."'), []],
  ['a zone is no longer served', named(SERVED, OTHER), named(OTHER), ['infra.destroy shop.example zone certain !']],
  [
    'a zone is no longer signed',
    named(SERVED),
    named(SERVED.replace('  dnssec-policy default;\n', '')),
    ['infra.unprotect shop.example DNSSEC certain !'],
  ],
  [
    'a zone is served as a comment',
    named(SERVED, OTHER),
    named(`/*\n${SERVED}\n*/`, OTHER),
    ['infra.destroy shop.example zone certain !'],
  ],
  [
    'the others are no longer checked',
    { [CONF]: 'options { dnssec-validation auto; };\n' },
    { [CONF]: 'options { dnssec-validation no; };\n' },
    ['infra.unprotect . VALIDATION certain !'],
  ],
  ['zones in another order', named(SERVED, OTHER), named(OTHER, SERVED), []],
  ['a zone more', named(SERVED), named(SERVED, OTHER), []],
  ['another file', named(OTHER), named(OTHER.replace('"x"', '"y"')), []],
];

test.each(zoneRows)('zone file: %s', (_name, before, after, facts) => expect(seen(before, after)).toEqual(facts));
test.each(controlRows)('dnscontrol: %s', (_name, before, after, facts) => expect(seen(before, after)).toEqual(facts));
test.each(octoRows)('octoDNS: %s', (_name, before, after, facts) => expect(seen(before, after)).toEqual(facts));
test.each(otherRows)('around it: %s', (_name, before, after, facts) => expect(seen(before, after)).toEqual(facts));
