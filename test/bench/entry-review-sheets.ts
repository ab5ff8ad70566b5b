export { secretsIn } from '../../src/gate/review/secrets-in.ts';
export { makeCanary } from '../../src/review/prompt/canary.ts';
export { compose } from '../../src/review/prompt/compose.ts';
export { languagesOf } from '../../src/review/prompt/language.ts';
export { renderSheets } from '../../src/review/prompt/sheets.ts';
export { tokensOf } from '../../src/review/prompt/tokens.ts';
export { openGit } from '../../src/system/git.ts';
export { materialsFromGit } from '../review/prompt/material-from-git.ts';
