/**
 * Tables of workspaces: typed columns, rows that belong to their users or to all, and SQL on them that is read, checked and
 * written anew before the database sees it.
 */
@NullMarked
package dev.pankou.table;

import org.jspecify.annotations.NullMarked;
