import type { Invocation } from '../shell/invocation.ts';
import type { Effect, Family } from './family.ts';
import { parted, requested, type Request } from './http/request.ts';
import { readOptions, type Options } from './options.ts';
import { shownName, toEffect } from './service/read.ts';
import { environmentOfHost } from './service/place.ts';
import { listed } from './service/service.ts';

/** Clients of HTTP: what they ask a service to delete. What they send from this machine is for those who know about uploads. */
export const http: Family = {
  id: 'http',
  tools: listed(
    'curl curlie wget wget2 http https httpie xh xhs ht hurl-cli lwp-request restish httpyac invoke-restmethod ' +
      'irm invoke-webrequest iwr',
  ),
  read: (run) => requestsOf(run).flatMap((request) => effectsOf(request)),
  names: (run) => {
    const [request] = requestsOf(run);
    const host = request === undefined ? '' : parted(request.address).host;
    return { verb: request?.method ?? '', target: shownName(host), context: shownName(host) };
  },
};

function effectsOf(request: Request): readonly Effect[] {
  const { host } = parted(request.address);
  const local = /localstack|:4566$/.test(host);
  const place = { environment: local ? ('dev' as const) : environmentOfHost(host), local };
  return requested(request).map(({ deed, name }) => toEffect(deed, name, 'http', place));
}

/** More addresses than this in one command are a list. */
const MOST = 20;

function requestsOf(run: Invocation): readonly Request[] {
  if (/^(curl|curlie)$/.test(run.tool)) return curled(run);
  if (/^wget2?$/.test(run.tool)) return fetched(run);
  if (/^i(rm|wr)$|^invoke-/.test(run.tool)) return invoked(run);
  return spoken(run);
}

const CURL_TAKES = listed(
  '-X --request -d --data --data-raw --data-binary --data-urlencode --data-ascii --json -H --header -u ' +
    '--user -o --output -A --user-agent -b --cookie -c --cookie-jar -e --referer -F --form --form-string -m ' +
    '--max-time -w --write-out -x --proxy -T --upload-file -E --cert --key --cacert --capath --connect-timeout ' +
    '--retry --retry-delay --retry-max-time --resolve --connect-to --url -K --config -r --range -C ' +
    '--continue-at -D --dump-header --unix-socket --interface --limit-rate -y -Y -z --aws-sigv4 ' +
    '--oauth2-bearer --url-query --stderr --trace -t -Q -P --max-redirs --noproxy -U --variable',
);

function curled(run: Invocation): readonly Request[] {
  const options = readOptions(run.args, { takes: CURL_TAKES });
  if (options.isHelp) return [];
  const body = options
    .values('-d', '--data', '--data-raw', '--data-binary', '--data-urlencode', '--data-ascii', '--json')
    .join('&');
  const method = options.value('-X', '--request') ?? curlMethod(options, body);
  const addresses = [...options.words, ...options.values('--url')];
  return addresses.slice(0, MOST).map((address) => ({ method: method.toUpperCase(), address, body }));
}

function curlMethod(options: Options, body: string): string {
  if (options.has('-G', '--get')) return 'GET';
  if (options.has('-I', '--head')) return 'HEAD';
  if (options.has('-T', '--upload-file')) return 'PUT';
  return body !== '' || options.has('-d', '--data', '--json', '-F', '--form', '--data-raw', '--data-binary')
    ? 'POST'
    : 'GET';
}

function fetched(run: Invocation): readonly Request[] {
  const options = readOptions(run.args, {
    takes: listed(
      '--method --body-data --body-file --post-data --post-file --header -O --output-document -P -o -U --user ' +
        '--password -T -t',
    ),
  });
  const body = options.value('--body-data', '--post-data') ?? '';
  const method = options.value('--method') ?? (options.has('--post-data', '--post-file') ? 'POST' : 'GET');
  return options.words.slice(0, MOST).map((address) => ({ method, address, body }));
}

/** `http [METHOD] ADDRESS [item…]`; `:9200/x` is this machine. */
function spoken(run: Invocation): readonly Request[] {
  const options = readOptions(run.args, {
    takes: listed(
      '-a --auth -A --auth-type -o --output -p --print --session --verify --cert --timeout -s --style --raw -m ' +
        '--method -H --header -b --body -c',
    ),
  });
  if (options.isHelp) return [];
  const method = options.value('-m', '--method');
  const [first = '', second = '', ...items] = options.words;
  const isMethod = /^(get|head|post|put|patch|delete|options|purge)$/i.test(first);
  const address = (isMethod ? second : first).replace(/^:(?=\d)/, 'localhost:').replace(/^:(?=\/)/, 'localhost');
  if (address === '') return [];
  const body = [options.value('--raw', '-b', '--body') ?? '', ...(isMethod ? items : [second, ...items])].join(' ');
  const assumed =
    /[:=]/.test(isMethod ? items.join(' ') : [second, ...items].join(' ')) || options.has('--raw') ? 'POST' : 'GET';
  const named = method ?? (isMethod ? first : assumed);
  return [{ method: named.toUpperCase(), address, body }];
}

/** PowerShell: names of parameters in any case, and any beginning of them. */
function invoked({ args }: Invocation): readonly Request[] {
  const { values, plain } = parameters(args);
  const find = (name: string): string | undefined =>
    [...values].find(([key]) => key.length >= 3 && name.startsWith(key))?.[1];
  const address = find('uri') ?? plain[0] ?? '';
  const method = find('method') ?? find('custommethod') ?? 'GET';
  return address === '' ? [] : [{ method, address, body: find('body') ?? '' }];
}

function parameters(args: Invocation['args']): {
  readonly values: Map<string, string>;
  readonly plain: readonly string[];
} {
  const values = new Map<string, string>();
  const plain: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? '';
    const named = /^-(\w+)(?::(.*))?$/.exec(text);
    if (named === null) plain.push(text);
    else values.set((named[1] ?? '').toLowerCase(), named[2] ?? args[++at]?.text ?? '');
  }
  return { values, plain };
}
