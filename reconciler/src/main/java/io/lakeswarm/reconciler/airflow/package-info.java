/** Observes the orchestrator through its REST API and reports its state; changes nothing there. */
package io.lakeswarm.reconciler.airflow;
