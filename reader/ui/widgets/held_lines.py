"""What scrolls and holds its lines: they are drawn as they are held."""

from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class HeldLines(ScrollView):
    """Draws what `render_line` returns; Textual would make every line anew, for a padding and a border that few have.

    It may have a border and a padding at its top, and a padding at its sides.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of a region of the widget."""
        styles = self.styles
        above, left, width = styles.gutter.top, styles.padding.left, self.outer_size.width
        head = min(max(0, above - crop.y), crop.height)
        lines = super().render_lines(Region(crop.x, crop.y, crop.width, head)) if head else []
        filters, background = self.get_line_filters(), self.background_colors[1]
        ground = self.visual_style.rich_style  # at the sides, and below the scrollbar where there is one
        margin = [Strip.blank(left, ground)] if left else []
        for y in range(crop.y + head, crop.bottom):
            strip = self.render_line(y - above)
            if margin:
                strip = Strip.join([*margin, strip])
            strip = strip.adjust_cell_length(width, ground)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            lines.append(strip if crop.column_span == (0, width) else strip.crop(*crop.column_span))
        return lines
