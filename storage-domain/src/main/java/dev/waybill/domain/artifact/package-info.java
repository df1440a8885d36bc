/// A repository of artifacts in any store: versions of bundles of files, their aliases and tags, and the runs that made
/// and used them, in the layout of Runicorn 0.4.
@NullMarked
package dev.waybill.domain.artifact;

import org.jspecify.annotations.NullMarked;
