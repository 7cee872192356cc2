@NullMarked
package dev.pankou.jobs;

import org.jspecify.annotations.NullMarked;
