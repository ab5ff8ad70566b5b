export { hashEvent, GENESIS } from '../../src/log/chain.ts';
export { openDriver } from '../../src/log/driver.ts';
export { openLog } from '../../src/log/open.ts';
export { rebuildProjections } from '../../src/log/rebuild.ts';
export { callEvent, reviewEvent } from '../../src/log/review-event.ts';
export { verdictEvent } from '../../src/log/verdict-event.ts';
export { verifyChain } from '../../src/log/verify.ts';
export { fillClaims } from '../../src/log/projections/schema.ts';
