import { covers, isGlob, meets } from './glob.ts';

/** What an action is worth to whoever gets it. The order is from worst to least. */
export type Danger = 'everything' | 'escalation' | 'service' | 'data' | 'destructive' | 'wild' | 'reading' | 'ordinary';

/** `everywhere`: on all resources. Some actions are dangerous only there: to pass one role is daily work, to pass any is not. */
export function dangerOf(written: string, everywhere: boolean): Danger {
  const action = written.toLowerCase();
  if (action === '*' || action === '*:*') return 'everything';
  const [service = '', verb = ''] = action.split(':');
  if (verb === '*') return ofService(service);
  const met = (names: readonly string[]): boolean => names.some((one) => covers(action, one));
  if (met(ESCALATION_ANYWHERE) || (everywhere && met(ESCALATION_EVERYWHERE))) return 'escalation';
  if (everywhere && DATA.some((one) => meets(action, one))) return 'data';
  return ofVerb(service, verb, everywhere);
}

function ofService(service: string): Danger {
  if (/^(iam|sts|organizations|sso|sso-admin|account)$/.test(service)) return 'escalation';
  return HARMLESS.test(service) ? 'wild' : 'service';
}

function ofVerb(service: string, verb: string, everywhere: boolean): Danger {
  if (READING.test(verb)) return 'reading';
  if (everywhere && DESTRUCTIVE.test(verb) && !HARMLESS.test(service)) return 'destructive';
  return isGlob(verb) ? 'wild' : 'ordinary';
}

/** Any of these makes its holder able to get whatever else they want, on whatever identity the statement names. */
const ESCALATION_ANYWHERE: readonly string[] = [
  'iam:createpolicyversion',
  'iam:setdefaultpolicyversion',
  'iam:attachuserpolicy',
  'iam:attachgrouppolicy',
  'iam:attachrolepolicy',
  'iam:putuserpolicy',
  'iam:putgrouppolicy',
  'iam:putrolepolicy',
  'iam:updateassumerolepolicy',
  'iam:deleterolepermissionsboundary',
  'iam:deleteuserpermissionsboundary',
  'iam:putrolepermissionsboundary',
  'iam:putuserpermissionsboundary',
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:updateloginprofile',
  'iam:addusertogroup',
];

const ESCALATION_EVERYWHERE: readonly string[] = [
  'iam:passrole',
  'iam:createrole',
  'iam:createuser',
  'iam:deactivatemfadevice',
  'iam:deleterolepolicy',
  'iam:deleteuserpolicy',
  'sts:assumerole',
  'sso:createaccountassignment',
];

const DATA: readonly string[] = [
  'kms:decrypt',
  'kms:reencryptfrom',
  'secretsmanager:getsecretvalue',
  's3:getobject',
  's3:putobject',
  's3:deleteobject',
  'ssm:getparameter',
  'dynamodb:getitem',
  'dynamodb:scan',
  'dynamodb:putitem',
  'rds-db:connect',
  'ec2:createsnapshot',
  'ec2:modifysnapshotattribute',
  'rds:modifydbsnapshotattribute',
  'ec2:runinstances',
  'ec2:authorizesecuritygroupingress',
  'kms:putkeypolicy',
  'kms:creategrant',
  's3:putbucketpolicy',
  's3:putbucketpublicaccessblock',
  's3:putaccountpublicaccessblock',
  'secretsmanager:putresourcepolicy',
  'lambda:updatefunctioncode',
  'ssm:sendcommand',
  'ssm:startsession',
  'cloudtrail:stoplogging',
  'cloudtrail:deletetrail',
  'guardduty:deletedetector',
];

const HARMLESS =
  /^(logs|cloudwatch|xray|ssmmessages|ec2messages|synthetics|pricing|ce|health|support|tag|events|applicationinsights)$/;
const READING =
  /^(get|list|describe|batchget|head|view|lookup|search|select|read|query|scan|check|test|estimate|simulate|generate\w*report|filter)/;
const DESTRUCTIVE =
  /^(delete|terminate|remove|destroy|purge|deregister|disable|detach|schedulekeydeletion|revoke|reset|wipe|format)/;
