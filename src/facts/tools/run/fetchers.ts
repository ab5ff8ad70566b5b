import type { Invocation } from '../../shell/invocation.ts';

const FETCH =
  /^(curl|wget2?|fetch|aria2c|axel|https?|xh|iwr|irm|invoke-webrequest|invoke-restmethod|lynx|w3m|links|elinks|ftp|tftp|lftp|nc|ncat|netcat|telnet|certutil|bitsadmin)$/;

/** It prints or stores what somebody else serves. */
export function fetches(run: Invocation): boolean {
  if (FETCH.test(run.tool)) return true;
  const said = run.args.map(({ text }) => text).join(' ');
  if (run.tool === 'openssl') return said.startsWith('s_client');
  if (run.tool === 'aws') return /^s3 cp s3:\S+ -$/.test(said);
  if (run.tool === 'gsutil' || run.tool === 'gcloud') return /^(cat|storage cat) /.test(said);
  return run.tool === 'gh' && /^(api .*\/contents\/|gist view|release download .*(-O|--output) ?-)/.test(said);
}

/** Where it comes from, without what may be a secret in it. */
export function addressOf(run: Invocation): string {
  const word =
    run.args.find(({ text }) => /^[a-z]+:\/\//i.test(text)) ??
    run.args.find(({ text }) => /^[\w-]+(\.[\w-]+)+([/:]|$)/.test(text));
  return hostOf(word?.text ?? '') || 'an address that cannot be told';
}

export function hostOf(address: string): string {
  const [, host = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]*@)?(\[[^\]\s]*\]|[\w.-]+)/i.exec(address) ?? [];
  return host.toLowerCase();
}

export function isLocal(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|\[::1?\]|host\.docker\.internal|.*\.localhost)$/.test(host);
}

/** The file a download is stored in, as it is written; null: it is printed, or its name cannot be told. */
export function storedIn(run: Invocation): string | null {
  const redirected = run.redirects.find(({ operator }) => /^(&?>>?\|?)$/.test(operator))?.target.text;
  return redirected ?? named(run) ?? ofAddress(run);
}

const OUTPUT = /^(?:--output|--output-document|--out|-OutFile|-outf|-o(?=$))(?:=|$)(.*)$/i;

function named(run: Invocation): string | null {
  const letter = run.tool === 'curl' ? /^-[a-zA-Z]*o$/ : /^-[a-zA-Z]*O$/;
  const texts = run.args.map(({ text }) => text);
  for (const [at, text] of texts.entries()) {
    const [, joined] = OUTPUT.exec(text) ?? [];
    if (joined === '' || letter.test(text)) return texts[at + 1] ?? null;
    if (joined !== undefined) return joined;
  }
  return run.tool === 'certutil' ? (texts.at(-1) ?? null) : null;
}

/** `curl -O`, and what wget does by itself. */
function ofAddress(run: Invocation): string | null {
  const texts = run.args.map(({ text }) => text);
  const isNamed = run.tool === 'curl' && texts.some((text) => /^-[a-zA-Z]*O|^--remote-name/.test(text));
  if (!isNamed && !/^(wget2?|aria2c|axel|fetch)$/.test(run.tool)) return null;
  const address = texts.find((text) => /^https?:\/\//i.test(text)) ?? '';
  return /\/([^/?#]+)(?:[?#].*)?$/.exec(address.replace(/^https?:\/\//i, ''))?.[1] ?? null;
}
