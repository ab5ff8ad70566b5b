import { createHmac } from 'node:crypto';
import type { Edit } from '../../../src/model/change.ts';
import type { Content } from '../../../src/model/content.ts';
import type { MaterialFile } from '../../../src/review/material.ts';
import type { Sheets } from '../../../src/review/exchange.ts';
import { compose, type ToCompose } from '../../../src/review/prompt/compose.ts';
import type { SheetOptions } from '../../../src/review/prompt/sheets.ts';
import { renderSheets } from '../../../src/review/prompt/sheets.ts';
import { editOf } from '../../policy/make.ts';
import { materialOf } from './material-from-git.ts';

export const hmac = (text: string): string => createHmac('sha256', 'loop').update(text).digest('hex');
export const NONCE = '9f86d081884c7d65';

export const none: SheetOptions['secretsIn'] = () => [];

export function fileOf(
  path: string,
  before: string | Content | null,
  after: string | Content | null,
  more: Partial<Edit> = {},
): MaterialFile {
  const version = { oid: 'a'.repeat(40), mode: '100644', size: null } as const;
  return {
    edit: editOf(path, {
      status: before === null ? 'add' : after === null ? 'delete' : 'modify',
      before: before === null ? null : version,
      after: after === null ? null : { ...version, oid: 'b'.repeat(40) },
      lines: 'unknown',
      authors: [],
      ...more,
    }),
    sides: { before: contentOf(before), after: contentOf(after), landed: { kind: 'absent' } },
    withheld: '',
  };
}

function contentOf(side: string | Content | null): Content {
  if (side === null) return { kind: 'absent' };
  return typeof side === 'string' ? { kind: 'text', text: side } : side;
}

export function sheetsOf(files: readonly MaterialFile[], more: Partial<SheetOptions> = {}): Sheets {
  return renderSheets(materialOf(files), { tokens: 20_000, secretsIn: none, hmac, ...more });
}

export function textOf(files: readonly MaterialFile[], more: Partial<SheetOptions> = {}): string {
  return sheetsOf(files, more)
    .sheets.map(({ text }) => text)
    .join('');
}

export const EMPTY: ToCompose = {
  sheet: { id: '1', text: '', lines: [], paths: [], tokens: 0 },
  purpose: 'blind',
  failureModels: [],
  spec: null,
  open: [],
  messages: [],
  nonce: NONCE,
  canary: null,
  model: 'model',
  mostOutput: 1000,
  secretsIn: none,
  hmac,
};

/** Every byte that a vendor would be sent. */
export function sent(input: Partial<ToCompose>): string {
  return JSON.stringify(compose({ ...EMPTY, ...input }).question);
}
