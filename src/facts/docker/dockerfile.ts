/** One instruction, its continued lines joined; a here-document stands in `body`. */
export type Instruction = {
  readonly name: string;
  /** `--platform=…` and the like. */
  readonly flags: readonly string[];
  readonly text: string;
  readonly body: string;
  readonly line: number;
};

export type Stage = {
  readonly image: string;
  readonly alias: string;
  readonly line: number;
  readonly instructions: readonly Instruction[];
};

export type Dockerfile = {
  /** Defaults of what stands before the first FROM. */
  readonly args: ReadonlyMap<string, string>;
  readonly stages: readonly Stage[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
};

const INSTRUCTION =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;

/** https://docs.docker.com/reference/dockerfile/: continuations, comments between them, here-documents, the escape directive. */
export function readDockerfile(text: string): Dockerfile {
  const problems: { line: number; message: string }[] = [];
  const instructions = instructionsOf(text.replace(/^\uFEFF/, ''), problems);
  const args = new Map<string, string>();
  const stages: { image: string; alias: string; line: number; instructions: Instruction[] }[] = [];
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [image = '', as = '', alias = ''] = instruction.text.split(/\s+/);
      stages.push({
        image: filled(image, args),
        alias: /^as$/i.test(as) ? alias : '',
        line: instruction.line,
        instructions: [],
      });
    } else if (stage) stage.instructions.push(instruction);
    else if (instruction.name === 'ARG') {
      const [, key = '', value = ''] = /^(\w+)(?:=["']?(.*?)["']?)?$/.exec(instruction.text) ?? [];
      args.set(key, value);
    }
  }
  return { args, stages, problems };
}

/** `${TAG:-16}` and `$TAG` as far as the file says what they are. */
export function filled(text: string, args: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (whole, braced: string | undefined, other: string | undefined, plain: string | undefined) => {
      return args.get(braced ?? plain ?? '') || (other ?? whole);
    },
  );
}

function instructionsOf(text: string, problems: { line: number; message: string }[]): readonly Instruction[] {
  const lines = text.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 5).join('\n')) ? '`' : '\\';
  const found: Instruction[] = [];
  let at = 0;
  while (at < lines.length) {
    const isBlank = /^\s*(#|$)/.test(lines[at] ?? '');
    at = isBlank ? at + 1 : readInstruction(lines, at, escape, { found, problems });
  }
  return found;
}

type Seen = { readonly found: Instruction[]; readonly problems: { line: number; message: string }[] };

/** Gives the line after it. */
function readInstruction(lines: readonly string[], at: number, escape: string, { found, problems }: Seen): number {
  const joined = joinedLines(lines, at, escape);
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(joined.text) ?? [];
  const name = word.toUpperCase();
  const heredocs = /^(RUN|COPY|ADD)$/.test(name) ? hereWords(rest) : [];
  const body = bodies(lines, joined.next, heredocs);
  if (body === null) problems.push({ line: at + 1, message: `the here-document ${heredocs.join(', ')} does not end` });
  if (INSTRUCTION.test(name)) found.push(instructionOf(name, rest, body?.text ?? '', at + 1));
  else problems.push({ line: at + 1, message: `${word.slice(0, 40)} is no instruction` });
  return body?.next ?? lines.length;
}

/** As a shell reads it, whatever the escape of the file is. */
const CONTINUED = '\\\n';

function joinedLines(
  lines: readonly string[],
  from: number,
  escape: string,
): { readonly text: string; readonly next: number } {
  const parts: string[] = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const isContinued = parts.length > 0;
    // comments and empty lines between continued lines are left out
    if (isContinued && (line.trim() === '' || line.trimStart().startsWith('#'))) {
      parts.push('');
      continue;
    }
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escape)) return { text: [...parts, line].join(CONTINUED), next: at + 1 };
    parts.push(trimmed.slice(0, -1));
  }
  return { text: parts.join(CONTINUED), next: at };
}

function hereWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)<<-?(["']?)(\w+)\1/g)].flatMap(([, , word]) => word ?? []);
}

function bodies(
  lines: readonly string[],
  from: number,
  words: readonly string[],
): { readonly text: string; readonly next: number } | null {
  let at = from;
  for (const word of words) {
    while (at < lines.length && (lines[at] ?? '').replace(/^\t+/, '') !== word) at++;
    if (at >= lines.length) return null;
    at++;
  }
  return { text: lines.slice(from, Math.max(from, at - 1)).join('\n'), next: at };
}

function instructionOf(name: string, rest: string, body: string, line: number): Instruction {
  const flags: string[] = [];
  let text = rest.trim();
  for (let flag = /^--[\w-]+(=\S*)?\s+/.exec(text); flag; flag = /^--[\w-]+(=\S*)?\s+/.exec(text)) {
    flags.push(flag[0].trim());
    text = text.slice(flag[0].length);
  }
  return { name, flags, text, body, line };
}
