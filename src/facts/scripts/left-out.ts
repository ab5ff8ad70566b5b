import { mayDestroy } from './vocabulary.ts';

/**
 * Most lines of a step build and test. Where it is plain that a line is one whole command that cannot destroy, `:` stands for it, and
 * the rest is read in a fraction of the time.
 */
export function withoutPlainLines(text: string): string {
  const lines = text.split('\n');
  if (/<<|\(\s*\)|=\(/.test(text) || lines.some(isOpen)) return text;
  return lines.map((line, at) => (isPlain(line, lines[at - 1] ?? '') ? ':' : line)).join('\n');
}

/** A quote that another line closes: what stands between is no command. */
function isOpen(line: string): boolean {
  return ['"', "'", '`'].some((mark) => line.split(mark).length % 2 === 0);
}

function isPlain(line: string, before: string): boolean {
  return PLAIN.test(line) && !KEPT.test(line) && !/[\\|&({]\s*$/.test(before) && !mayDestroy(line);
}

/** Words without quotes, operators and brackets; the first is a program and no assignment. */
const PLAIN = /^[ \t]*[A-Za-z][\w./:@-]*(?:[ \t]+(?:[\w./:@=,+%-]|\$\{\w+\}|\$\w+)+)*[ \t]*$/;

/** What decides about the lines around it, or prints what another command reads. */
const KEPT =
  /^[ \t]*(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|select|cd|pushd|popd|export|set|declare|typeset|local|readonly|alias|source|eval|exec|exit|return|trap|read|unset|shift|time|coproc|echo|printf|cat|sudo|su|bash|sh)(?:\s|$)/;
