package dev.plumbline.report;

import dev.plumbline.engine.fact.Facts;

/** What the API server returned about the cluster as a whole. */
public record ClusterReading(Facts objects, ControlPlane controlPlane) {}
