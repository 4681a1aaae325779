# shellcheck shell=sh
# The secret of the cluster (spark.authenticate). Spark reads it from a file in Kubernetes only, so it comes by the
# environment, which wins over spark-defaults.conf. It is a hash of the lake's keys; the master has the hash alone.
# Without both, a random value: the process works in itself and is refused by the cluster.
# spark-start reads this file, and so do Spark's own launch scripts.
if [ -r /run/secrets/spark_secret ]; then
  _SPARK_AUTH_SECRET=$(cat /run/secrets/spark_secret)
elif [ -r /run/secrets/aws_credentials ]; then
  _SPARK_AUTH_SECRET=$({ echo spark && cat /run/secrets/aws_credentials; } | sha256sum | cut -c1-64)
else
  _SPARK_AUTH_SECRET=$(head -c 32 /dev/urandom | sha256sum | cut -c1-64)
fi
export _SPARK_AUTH_SECRET
