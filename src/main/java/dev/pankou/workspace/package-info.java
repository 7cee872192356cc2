/**
 * Workspaces and who belongs to them: personal ones, made with their user and never changed, and team ones with
 * owner, admins and members. Other rooms ask here whether a caller may act in a workspace; a workspace that is none of the
 * caller's looks like a missing one.
 */
@NullMarked
package dev.pankou.workspace;

import org.jspecify.annotations.NullMarked;
