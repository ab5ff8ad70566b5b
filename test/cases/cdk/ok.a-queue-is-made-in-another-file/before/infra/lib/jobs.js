import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class Jobs extends Construct {
  constructor(scope) {
    super(scope, 'x');
  }
}
