package io.lakeswarm.reconciler.store;

import java.time.Instant;

/**
 * Where a revision came from.
 *
 * @param source {@code file}, {@code api} or {@code seed}
 * @param author the role that sent it
 * @param reason free text, may be empty
 * @param fileHash SHA-256 of the newest desired-state file accepted up to this revision, in hex;
 *     empty when there was none. It is handed on from revision to revision, so that it survives the
 *     removal of old ones
 */
public record Origin(String source, String author, String reason, Instant time, String fileHash) {}
