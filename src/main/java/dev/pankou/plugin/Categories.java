package dev.pankou.plugin;

import java.util.List;

/** The shelves of the store. Fixed; a published plugin stands on one of them. */
final class Categories {
    /** A shelf. */
    record Category(String id, String name) {}

    static final String OTHER = "6";

    static final List<Category> ALL = List.of(
            new Category("1", "实用工具 Utilities"),
            new Category("2", "网页与搜索 Web"),
            new Category("3", "文本与数据 Text and data"),
            new Category("4", "办公 Productivity"),
            new Category("5", "生活 Life"),
            new Category(OTHER, "其他 Other"));

    private Categories() {}

    static boolean exists(String id) {
        return ALL.stream().anyMatch(category -> category.id().equals(id));
    }

    static String ids() {
        return String.join(", ", ALL.stream().map(Category::id).toList());
    }

    static Category of(String id) {
        return ALL.stream().filter(category -> category.id().equals(id)).findFirst().orElse(ALL.getLast());
    }
}
