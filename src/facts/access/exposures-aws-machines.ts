import { type Exposure, ISOLATION, NETWORK, says, saysNot, saysOrSilent } from './exposure.ts';

const CHANGED = { changed: 'certain', fresh: null } as const;
const LIKELY = { changed: 'likely', fresh: null } as const;
const PUBLIC_IP = {
  telling: NETWORK,
  because: 'gets a public address',
  remedy: 'Leave it without a public address, behind a load balancer or a NAT',
} as const;
const IMDS = {
  telling: ISOLATION,
  because: 'the metadata service answers without a token again (IMDSv1)',
  remedy: 'http_tokens = "required"',
} as const;

/** Networks, machines and what runs on them. */
export const awsMachineExposures: readonly Exposure[] = [
  {
    types: /^aws_subnet$/,
    at: ['map_public_ip_on_launch'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
    because: 'whatever starts in it gets a public address',
  },
  {
    types: /^AWS::EC2::Subnet$/,
    at: ['MapPublicIpOnLaunch'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
    because: 'whatever starts in it gets a public address',
  },
  {
    types: /^aws_(instance|launch_configuration)$/,
    at: ['associate_public_ip_address'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^aws_launch_template$/,
    at: ['network_interfaces', 'associate_public_ip_address'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^AWS::EC2::Instance$/,
    at: ['NetworkInterfaces', 'AssociatePublicIpAddress'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^AWS::EC2::LaunchTemplate$/,
    at: ['LaunchTemplateData', 'NetworkInterfaces', 'AssociatePublicIpAddress'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^AWS::AutoScaling::LaunchConfiguration$/,
    at: ['AssociatePublicIpAddress'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^aws_ecs_service$/,
    at: ['network_configuration', 'assign_public_ip'],
    isWide: says(true),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^AWS::ECS::Service$/,
    at: ['NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'],
    isWide: says('ENABLED'),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^aws_sagemaker_notebook_instance$/,
    at: ['direct_internet_access'],
    isWide: saysOrSilent('Enabled'),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^AWS::SageMaker::NotebookInstance$/,
    at: ['DirectInternetAccess'],
    isWide: saysOrSilent('Enabled'),
    ...LIKELY,
    ...PUBLIC_IP,
  },
  {
    types: /^aws_(instance|launch_template|launch_configuration)$/,
    at: ['metadata_options', 'http_tokens'],
    isWide: saysNot('required'),
    ...LIKELY,
    ...IMDS,
  },
  {
    types: /^AWS::(EC2::LaunchTemplate)$/,
    at: ['LaunchTemplateData', 'MetadataOptions', 'HttpTokens'],
    isWide: saysNot('required'),
    ...LIKELY,
    ...IMDS,
    remedy: 'HttpTokens: required',
  },
  {
    types: /^AWS::(EC2::Instance|AutoScaling::LaunchConfiguration)$/,
    at: ['MetadataOptions', 'HttpTokens'],
    isWide: saysNot('required'),
    ...LIKELY,
    ...IMDS,
    remedy: 'HttpTokens: required',
  },
  {
    types: /^aws_codebuild_project$/,
    at: ['environment', 'privileged_mode'],
    isWide: says(true),
    telling: ISOLATION,
    ...LIKELY,
    because: 'builds run with all rights on their host',
    remedy: 'privileged_mode = false',
  },
  {
    types: /^AWS::CodeBuild::Project$/,
    at: ['Environment', 'PrivilegedMode'],
    isWide: says(true),
    telling: ISOLATION,
    ...LIKELY,
    because: 'builds run with all rights on their host',
    remedy: 'PrivilegedMode: false',
  },
  {
    types: /^AWS::ECS::TaskDefinition$/,
    at: ['ContainerDefinitions', 'Privileged'],
    isWide: says(true),
    telling: ISOLATION,
    ...CHANGED,
    because: 'the container gets all rights on its host',
    remedy: 'Privileged: false',
  },
];
