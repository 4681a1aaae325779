package io.lakeswarm.reconciler.desired;

/** One valid desired state, as {@link DesiredStateParser} accepts it. */
public record DesiredState(
    WorkersSpec workers,
    MinioSpec minio,
    NessieSpec nessie,
    DremioSpec dremio,
    ServicesSpec services) {}
