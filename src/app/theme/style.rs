//! egui's own style made from the tokens, so that plain buttons, fields and menus look like the rest.

use egui::epaint::Shadow;
use egui::style::{ScrollAnimation, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Context, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Visuals, vec2};

use super::fonts::{definitions, semibold};
use super::size;
use super::tokens::Theme;

/// Gives egui the fonts and both styles. Which of them is used is egui's theme preference, the system's by default.
pub fn install(cx: &Context) {
    cx.set_fonts(definitions());
    cx.set_style_of(egui::Theme::Light, style(&Theme::light()));
    cx.set_style_of(egui::Theme::Dark, style(&Theme::dark()));
}

/// Switches all motion off or on again, in both themes; for people who ask for less of it.
pub fn set_motion(cx: &Context, on: bool) {
    let seconds = if on { size::MOTION_SECS } else { 0.0 };
    cx.all_styles_mut(|style| {
        style.animation_time = seconds;
        style.scroll_animation = ScrollAnimation::duration(seconds);
    });
}

impl Theme {
    /// The one soft shadow, for what floats.
    pub fn floating_shadow(&self) -> Shadow {
        Shadow { offset: [0, 6], blur: 20, spread: 0, color: self.shadow }
    }

    /// A hairline in the quiet color: one physical pixel at any scale.
    pub fn hairline(&self, cx: &Context) -> Stroke {
        Stroke::new(1.0 / cx.pixels_per_point(), self.line)
    }
}

fn style(theme: &Theme) -> Style {
    let mut style = Style {
        visuals: visuals(theme),
        animation_time: size::MOTION_SECS,
        scroll_animation: ScrollAnimation::duration(size::MOTION_SECS),
        ..Style::default()
    };
    let regular = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Body, regular(size::TEXT)),
        (TextStyle::Button, regular(size::TEXT)),
        (TextStyle::Small, regular(size::TEXT_SECONDARY)),
        (TextStyle::Heading, semibold(size::TEXT_TITLE)),
        (TextStyle::Monospace, FontId::new(size::TEXT_SECONDARY, FontFamily::Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(size::SPACE_S, size::SPACE_XS);
    spacing.button_padding = vec2(10.0, 6.0);
    spacing.interact_size = vec2(size::CONTROL, size::CONTROL);
    spacing.window_margin = Margin::same(12);
    spacing.menu_margin = Margin::same(4);
    spacing.indent = size::SPACE_L;
    spacing.icon_width = size::ICON;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = 6.0;
    spacing.slider_rail_height = 4.0;
    spacing.combo_width = 120.0;
    spacing.combo_height = 400.0;
    spacing.tooltip_width = 320.0;
    spacing.menu_width = 280.0;
    spacing.scroll =
        ScrollStyle { bar_width: 8.0, floating_width: 4.0, handle_min_length: 24.0, ..ScrollStyle::floating() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.url_in_tooltip = true;
    style
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark { Visuals::dark() } else { Visuals::light() };
    let radius = CornerRadius::same(size::RADIUS);
    let floating = CornerRadius::same(size::RADIUS_FLOATING);
    let ring = Stroke::new(size::FOCUS_RING, theme.focus);
    let widget = |fill, edge, ink| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: edge,
        corner_radius: radius,
        fg_stroke: Stroke::new(1.25, ink),
        expansion: 0.0,
    };
    let rest = theme.raised;
    let hovered = rest.blend(theme.hover);
    let edge = Stroke::new(1.0, theme.line);
    Visuals {
        dark_mode: theme.dark,
        widgets: Widgets {
            noninteractive: widget(theme.surface, edge, theme.text),
            inactive: widget(rest, Stroke::new(1.0, theme.line), theme.text),
            hovered: widget(hovered, Stroke::new(1.0, theme.line_strong), theme.text),
            // egui draws what has the focus as active: this is the ring.
            active: widget(rest.blend(theme.pressed), ring, theme.text),
            open: widget(hovered, Stroke::new(1.0, theme.line_strong), theme.text),
        },
        selection: Selection { bg_fill: theme.selection, stroke: Stroke::new(size::FOCUS_RING, theme.focus) },
        weak_text_color: Some(theme.text_soft),
        hyperlink_color: theme.accent,
        faint_bg_color: theme.canvas.blend(theme.hover),
        extreme_bg_color: theme.field,
        text_edit_bg_color: Some(theme.field),
        code_bg_color: theme.track,
        warn_fg_color: theme.warning,
        error_fg_color: theme.danger,
        window_fill: theme.raised,
        window_stroke: edge,
        window_corner_radius: floating,
        window_shadow: theme.floating_shadow(),
        window_highlight_topmost: false,
        menu_corner_radius: floating,
        popup_shadow: theme.floating_shadow(),
        panel_fill: theme.surface,
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, theme.text), ..base.text_cursor },
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: true,
        handle_shape: egui::style::HandleShape::Circle,
        interact_cursor: None,
        disabled_alpha: 0.45,
        ..base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_themes_are_installed_and_motion_can_be_switched_off() {
        let cx = Context::default();
        install(&cx);
        for (theme, tokens) in [(egui::Theme::Light, Theme::light()), (egui::Theme::Dark, Theme::dark())] {
            let style = cx.style_of(theme);
            assert_eq!(style.visuals.dark_mode, tokens.dark);
            assert_eq!(style.visuals.panel_fill, tokens.surface);
            assert!(style.animation_time > 0.0 && style.animation_time <= 0.12);
        }
        set_motion(&cx, false);
        assert!(cx.style_of(egui::Theme::Dark).animation_time <= 0.0);
        set_motion(&cx, true);
        assert!(cx.style_of(egui::Theme::Light).animation_time > 0.0);
    }

    #[test]
    fn what_has_the_focus_is_ringed() {
        for tokens in [Theme::light(), Theme::dark()] {
            let ring = visuals(&tokens).widgets.active.bg_stroke;
            assert!(ring.width >= 2.0 && ring.color == tokens.focus);
        }
    }
}
