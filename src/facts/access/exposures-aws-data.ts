import { type Exposure, ISOLATION, NETWORK, isAbsent, says, saysNot, saysOrSilent } from './exposure.ts';

const CERTAIN = { changed: 'certain', fresh: 'certain' } as const;
const LIKELY = { changed: 'likely', fresh: null } as const;
const CHANGED = { changed: 'certain', fresh: null } as const;
const DATABASE = {
  telling: NETWORK,
  because: 'gets an address in the internet',
  remedy: 'publicly_accessible = false',
} as const;

/** Databases. */
export const awsDataExposures: readonly Exposure[] = [
  {
    types:
      /^aws_(db_instance|rds_cluster_instance|redshift_cluster|dms_replication_instance|mq_broker|neptune_cluster_instance|redshiftserverless_workgroup|rds_cluster|lightsail_database)$/,
    at: ['publicly_accessible'],
    isWide: says(true),
    ...CERTAIN,
    ...DATABASE,
  },
  {
    types: /^AWS::(RDS::DB(Instance|Cluster)|DMS::ReplicationInstance)$/,
    at: ['PubliclyAccessible'],
    isWide: saysOrSilent(true),
    ...CHANGED,
    ...DATABASE,
    remedy: 'PubliclyAccessible: false',
  },
  {
    types:
      /^AWS::(RDS::DB(Instance|Cluster)|Redshift::Cluster|DMS::ReplicationInstance|AmazonMQ::Broker|RedshiftServerless::Workgroup|Neptune::DBInstance)$/,
    at: ['PubliclyAccessible'],
    isWide: says(true),
    ...CERTAIN,
    ...DATABASE,
    remedy: 'PubliclyAccessible: false',
  },
  {
    types: /^aws_msk_cluster$/,
    at: ['broker_node_group_info', 'connectivity_info', 'public_access', 'type'],
    isWide: says('SERVICE_PROVIDED_EIPS'),
    ...CERTAIN,
    ...DATABASE,
    remedy: 'type = "DISABLED"',
  },
  {
    types: /^AWS::MSK::Cluster$/,
    at: ['BrokerNodeGroupInfo', 'ConnectivityInfo', 'PublicAccess', 'Type'],
    isWide: says('SERVICE_PROVIDED_EIPS'),
    ...CERTAIN,
    ...DATABASE,
    remedy: 'Type: DISABLED',
  },
  {
    types: /^aws_(elasticsearch|opensearch)_domain$/,
    at: ['vpc_options'],
    isWide: isAbsent,
    telling: NETWORK,
    ...CHANGED,
    because: 'no longer stands within a network',
    remedy: 'Keep the block vpc_options',
  },
  {
    types: /^AWS::(Elasticsearch|OpenSearchService)::Domain$/,
    at: ['VPCOptions'],
    isWide: isAbsent,
    telling: NETWORK,
    ...CHANGED,
    because: 'no longer stands within a network',
    remedy: 'Keep VPCOptions',
  },

  {
    types: /^aws_redshift_cluster$/,
    at: ['enhanced_vpc_routing'],
    isWide: saysNot(true),
    telling: ISOLATION,
    ...LIKELY,
    because: 'its copies go through the internet, no longer only through the network',
    remedy: 'enhanced_vpc_routing = true',
  },
  {
    types: /^AWS::Redshift::Cluster$/,
    at: ['EnhancedVpcRouting'],
    isWide: saysNot(true),
    telling: ISOLATION,
    ...LIKELY,
    because: 'its copies go through the internet, no longer only through the network',
    remedy: 'EnhancedVpcRouting: true',
  },
  {
    types: /^aws_(elasticsearch|opensearch)_domain$/,
    at: ['advanced_security_options', 'enabled'],
    isWide: saysNot(true),
    telling: ISOLATION,
    ...CHANGED,
    because: 'who may read which index is no longer asked',
    remedy: 'Keep the block advanced_security_options',
  },
  {
    types: /^AWS::(Elasticsearch|OpenSearchService)::Domain$/,
    at: ['AdvancedSecurityOptions', 'Enabled'],
    isWide: saysNot(true),
    telling: ISOLATION,
    ...CHANGED,
    because: 'who may read which index is no longer asked',
    remedy: 'AdvancedSecurityOptions: {Enabled: true}',
  },
];
