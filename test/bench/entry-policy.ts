export { decide } from '../../src/policy/decide.ts';
export { changeOf, editOf, factOf, partOf, rulesOf } from '../policy/make.ts';
