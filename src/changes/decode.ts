import { isUtf8 } from 'node:buffer';
import type { Content } from '../model/content.ts';

/**
 * Bytes to what an analyzer sees. Where git would say binary (a NUL among the first 8000 bytes) nothing is decoded, except
 * UTF-16 that says so itself. Anything else is text even when it is not valid UTF-8: a stray Latin-1 byte in a comment must
 * not hide the password on the next line, so what cannot be decoded becomes U+FFFD and the rest is looked at.
 */
export function decode(bytes: Buffer): Content {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return text(bytes.toString('utf16le', 2));
  if (first === 0xfe && second === 0xff)
    return text(
      Buffer.from(bytes.subarray(2, evenEnd(bytes)))
        .swap16()
        .toString('utf16le'),
    );
  if (bytes.subarray(0, 8000).includes(0)) return { kind: 'binary' };
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  return text(isUtf8(bytes) ? bytes.toString('utf8', start) : new TextDecoder('utf-8').decode(bytes));
}

function text(decoded: string): Content {
  return { kind: 'text', text: decoded };
}

function evenEnd(bytes: Buffer): number {
  return bytes.length - (bytes.length % 2);
}
