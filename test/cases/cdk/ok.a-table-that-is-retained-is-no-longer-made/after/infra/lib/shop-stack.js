import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Queue } from 'aws-cdk-lib/aws-sqs';

export class ShopStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    new rds.DatabaseInstance(this, 'Db', {
      engine: rds.DatabaseInstanceEngine.POSTGRES,
      vpc: props.vpc,
      deletionProtection: true,
      backupRetention: Duration.days(14),
    });
    new Queue(this, 'Jobs', { visibilityTimeout: Duration.seconds(30) });
  }
}
