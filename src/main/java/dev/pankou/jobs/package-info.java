/**
 * Work that is done in the background and survives the process. A job is a kind of work and a subject, stored with the rows
 * that say what there is to do; some node does it, in small pieces, and puts it at the end of the queue until nothing is left.
 * It may run twice: what it does must bear that.
 */
@NullMarked
package dev.pankou.jobs;

import org.jspecify.annotations.NullMarked;
