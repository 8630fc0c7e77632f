/**
 * What {@code k8s/} would send to a cluster, without a cluster: files are read as the types of Kubernetes, Knative and the
 * Gateway API, overlays are put together as kustomize does it, and what must agree is compared.
 */
@NullMarked
package dev.rapport.manifests;

import org.jspecify.annotations.NullMarked;
