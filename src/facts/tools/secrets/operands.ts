import type { Invocation, Word } from '../../shell/invocation.ts';
import { readOptions } from '../options.ts';
import { secretNameOf } from './names.ts';

/** A file that a command would show or copy; `usual`: moved about, or used for what it is there for. */
export type Operand = { readonly word: Word; readonly usual: boolean };

/** Of what a command is given, the files of which it reads the contents. */
export function readBy(run: Invocation): readonly Operand[] {
  // `while read line; do echo "$line"; done < .env`, `xargs < /proc/self/environ`
  if (/^(echo|printf)$/.test(run.tool) && run.input.kind === 'file' && run.args.some(({ known }) => !known))
    return run.redirects.some(({ operator }) => operator.includes('>')) ? [] : [certain(run.input.path)];
  if (SPARED.has(run.tool) || SPARED_TOOLS.test(run.tool) || isQuiet(run)) return [];
  const operands = ofArguments(run);
  const redirected = run.redirects.flatMap(({ operator, target }) => (operator === '<' ? [target] : []));
  const input = run.input.kind === 'file' ? [run.input.path] : [];
  return [...operands, ...[...new Set([...redirected, ...input])].map((word) => ({ word, usual: false }))];
}

/** They look at names, sizes and rights, write, or hand it to what it was made for. */
const SPARED = new Set(
  `ls ll la dir stat test [ [[ touch mkdir rmdir rm unlink shred srm trash chmod chown chgrp chattr setfacl getfacl echo printf cd pushd popd
  which export alias file du df basename dirname realpath readlink wc tee truncate mktemp ssh ssh-add ssh-keygen ssh-copy-id ssh-keyscan sftp
  code cursor open xdg-open subl nano vim nvim vi emacs micro docker docker-compose podman nerdctl kubectl oc helm helmfile terraform tofu
  terragrunt ansible ansible-playbook ansible-vault aws gcloud az doctl flyctl fly heroku vercel netlify wrangler gh glab git find fd
  md5sum sha1sum sha256sum sha512sum shasum cksum b2sum cmp source . sops age rage gpg gpg2 pass vault dotenv dotenvx direnv env-cmd
  npm pnpm yarn npx bun cargo make just task mvn gradle dotnet go pip uv poetry psql mysql keytool certbot openssl nginx httpd apachectl
  curl wget http https xh rclone scp skopeo crane cosign kubeseal eslint prettier biome detect-secrets gitleaks trufflehog tree lsof fuser
  mount umount inotifywait watch exit return true false : set unset read mapfile local declare readonly if trap kill sleep date`
    .split(/\s+/)
    .filter((tool) => tool !== ''),
);
const SPARED_TOOLS = /^(terraform|ansible|kube|git)-[\w-]+$/;

const SHOWS =
  /^(cat|bat|batcat|tac|nl|head|tail|less|more|most|view|ccat|lolcat|e?grep|fgrep|zgrep|rg|ag|ack|ugrep|sed|gsed|g?awk|mawk|nawk|cut|sort|uniq|strings|xxd|od|hexdump|hd|base64|base32|basenc|paste|join|comm|diff|colordiff|vimdiff|sdiff|jq|yq|dasel|gron|fx|jless|xmllint|dd|tar|bsdtar|zip|7z|7za|rar|gzip|bzip2|xz|zstd|rsync|split|csplit|fold|fmt|pr|column|rev|shuf|iconv|expand|unexpand|pygmentize|glow|pbcopy|xclip|xsel|clip|get-content|gc|type|select-string|findstr|copy-item|copy|xcopy|robocopy|cp|mv|ln|install|cpio|ar|uuencode|qrencode|look|ed|ex|mail|mutt|ps2pdf|enscript|nc|ncat|socat|telnet|tr|pv|parallel|vipe|sponge|busybox)$/;

/** It says whether or how often, and shows nothing. */
function isQuiet({ tool, args, pipedTo }: Invocation): boolean {
  const texts = args.map(({ text }) => text);
  if (/^(e?grep|fgrep|rg|ag)$/.test(tool))
    return texts.some(
      (text) =>
        /^-[a-zA-Z]*[qclL]|^--(quiet|count|files-(with|without)-match(es)?|silent)$/.test(text) &&
        !/^--c(olor|ontext)/.test(text),
    );
  if (/^g?sed$/.test(tool))
    return (
      texts.some((text) => /^(-[a-zA-Z]*i|--in-place)/.test(text)) ||
      texts.some((text) => /^s\/=\.[*+]\$?\/(=[^/&]*)?\/g?$/.test(text))
    );
  if (tool === 'cut') return texts.join(' ').match(/-d ?= .*-f ?1$|-d ?= -f ?1 |-f ?1 -d ?=/) !== null;
  if (tool.endsWith('awk')) return /^-F ?['"]?= \{ ?print \$1 ?\}/.test(texts.join(' '));
  return tool === 'cat' && pipedTo !== null && /^(wc|sha\d+sum|md5sum|shasum|cksum)$/.test(pipedTo);
}

function ofArguments(run: Invocation): readonly Operand[] {
  const { tool, args } = run;
  if (/^(cp|mv|ln|install|rsync|copy|copy-item|xcopy|robocopy)$/.test(tool)) return ofCopy(run);
  if (/^(e?grep|fgrep|zgrep|rg|ag|ack|ugrep|select-string|findstr)$/.test(tool)) return ofSearch(run);
  if (/^(g?sed|g?awk|mawk|nawk|jq|yq|gron|dasel)$/.test(tool)) return ofFilter(run);
  if (tool === 'tar' || tool === 'bsdtar') return ofTar(run);
  if (tool === 'dd') return args.flatMap((word) => (word.text.startsWith('if=') ? [certain(part(word, 3))] : []));
  if (tool === 'zip' || /^7za?$|^rar$/.test(tool))
    return readOptions(args)
      .plain.slice(tool === 'zip' ? 1 : 2)
      .map(certain);
  if (SHOWS.test(tool)) return args.filter(({ text }) => !text.startsWith('-')).map(certain);
  return ofUnknown(run);
}

function certain(word: Word): Operand {
  return { word, usual: false };
}

function part(word: Word, from: number): Word {
  return { ...word, text: word.text.slice(from) };
}

/** All but the last, which is written. From one secret name to another it stays what it is. */
function ofCopy({ args }: Invocation): readonly Operand[] {
  const { plain, has } = readOptions(args, {
    takes: ['-t', '--target-directory', '-e', '--rsh', '-m', '-o', '-g', '--exclude', '--include'],
  });
  const sources = has('-t', '--target-directory') ? plain : plain.slice(0, -1);
  const target = plain.at(-1)?.text ?? '';
  const isKept =
    /(^|\/)\.?(env|secrets|credentials)[\w.-]*$|(^|\/)\.ssh\/?$|^\.{1,2}\/?$|\.(bak|backup|old|orig)$/.test(target);
  return sources.map((word) => {
    // a key has one place, and every other is one too many
    const usual = isKept && !target.startsWith('/tmp') && secretNameOf(word.text)?.strong !== true;
    return { word, usual };
  });
}

/** The first plain word is what is looked for, and no file: `grep .env .gitignore`. */
function ofSearch({ tool, args }: Invocation): readonly Operand[] {
  const { plain, has, values } = readOptions(args, {
    takes: [
      '-e',
      '--regexp',
      '-f',
      '--file',
      '-A',
      '-B',
      '-C',
      '-m',
      '--max-count',
      '-g',
      '--glob',
      '-t',
      '--type',
      '--include',
      '--exclude',
      '--exclude-dir',
      '-Pattern',
      '-T',
    ],
  });
  const files = values('-f', '--file').map((text) => ({ text, known: true, source: text, glob: false }));
  const isGiven = has('-e', '--regexp', '-f', '--file', '--files', '-Pattern');
  return [...files, ...plain.slice(isGiven || tool === 'findstr' ? 0 : 1)].map(certain);
}

function ofFilter({ tool, args }: Invocation): readonly Operand[] {
  const { plain, has } = readOptions(args, {
    takes: ['-e', '--expression', '-f', '--file', '-F', '-v', '--arg', '--argjson', '--indent', '-o', '-p', '-l'],
  });
  const isGiven = has('-e', '--expression', '-f', '--file') && tool !== 'jq' && tool !== 'yq';
  const words = /^(eval|e|eval-all|ea|r|w)$/.test(plain[0]?.text ?? '') ? plain.slice(1) : plain;
  return words.slice(isGiven ? 0 : 1).map(certain);
}

/** Only what goes into an archive: `tar czf x.tgz .env`, not `tar xf x.tgz .env`. */
function ofTar({ args }: Invocation): readonly Operand[] {
  const texts = args.map(({ text }) => text);
  const mode = texts.find((text, at) => /^-?[a-zA-Z]+$/.test(text) && (at === 0 || text.startsWith('-'))) ?? '';
  if (!/[cru]/.test(mode) && !texts.some((text) => /^--(create|append|update)$/.test(text))) return [];
  const skip = mode.endsWith('f') ? 1 : 0;
  const after = args.slice(texts.indexOf(mode) + 1 + skip);
  return after.filter(({ text }) => !text.startsWith('-')).map(certain);
}

/** A word behind an option may be its value: `--config .npmrc` is used, and shown to nobody. */
function ofUnknown({ args, tool }: Invocation): readonly Operand[] {
  if (/^(perl|ruby)$/.test(tool)) return ofLines(args);
  if (tool.startsWith('python')) return args[1]?.text === 'json.tool' ? args.slice(2).map(certain) : [];
  if (tool === '' || /^(node|php|deno|sh|bash|zsh|dash|ksh|fish|pwsh|powershell)$/.test(tool)) return [];
  return args.flatMap((word, at) => {
    // `doppler secrets`, `cf credentials`: a verb, and no file
    if (word.text.startsWith('-') || !/[./]/.test(word.text)) return [];
    return [{ word, usual: args[at - 1]?.text.startsWith('-') ?? false }];
  });
}

/** `perl -ne print .env`, `ruby -pe '…' .env`; in place it shows nothing. */
function ofLines(args: readonly Word[]): readonly Operand[] {
  const texts = args.map(({ text }) => text);
  if (!texts.some((text) => /^-\w*[np]/.test(text)) || texts.some((text) => /^-\w*i/.test(text))) return [];
  return args.filter(({ text }, at) => !text.startsWith('-') && !/^-\w*e$/.test(texts[at - 1] ?? '')).map(certain);
}
