package io.lakeswarm.jobs.silver;

import java.io.Serializable;

/**
 * One page of bronze rows.
 *
 * @param key relative to the bronze root
 */
public record PageRef(String key, long rows) implements Serializable {}
