# Installs a translated template on moto, and prints the keys of its roles and the
# parameters that it was installed with, in JSON. Arguments: address, template, parameters in JSON.
import ast
import json
import sys

import boto3

address, template, parameters = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])


def client(service):
    return boto3.client(service, endpoint_url=address, region_name="eu-west-1",
                        aws_access_key_id="setup", aws_secret_access_key="setup")


cloudformation, iam, sts = client("cloudformation"), client("iam"), client("sts")
with open(template, encoding="utf-8") as file:
    body = file.read()
# A function needs an archive to be made of; what is in it, nobody asks.
for bucket in ("bucket", "another"):
    client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
client("s3").put_object(Bucket="bucket", Key="key.zip", Body=b"")
for name, value in (("zoom", "client_secret"), ("zendesk", "client_secret")):
    secret = client("secretsmanager").create_secret(Name=name, SecretString=json.dumps({value: "secret"}))
    parameters[name.capitalize() + "SecretArn"] = secret["ARN"]
cloudformation.create_stack(
    StackName="udmap", TemplateBody=body, Capabilities=["CAPABILITY_IAM"],
    Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
status = cloudformation.describe_stacks(StackName="udmap")["Stacks"][0]["StackStatus"]
if status != "CREATE_COMPLETE":
    sys.exit("the stack is " + status)
keys = {}
for resource in cloudformation.describe_stack_resources(StackName="udmap")["StackResources"]:
    if resource.get("ResourceType") != "AWS::IAM::Role":
        continue  # moto knows nothing of some
    role = resource["PhysicalResourceId"]
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
        if isinstance(document, str):
            # moto keeps the policies of a stack as Python prints them, and then
            # fails to read them.
            document = ast.literal_eval(document)
        document.setdefault("Version", "2012-10-17")  # which moto demands, and AWS does not
        iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(document))
    arn = iam.get_role(RoleName=role)["Role"]["Arn"]
    assumed = sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    keys[resource["LogicalResourceId"]] = [assumed["AccessKeyId"], assumed["SecretAccessKey"], assumed["SessionToken"]]
json.dump({"keys": keys, "parameters": parameters}, sys.stdout)
